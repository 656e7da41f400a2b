import fs from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import * as api from "@/lib/api/mutations";
import * as checks from "@/lib/check/mutations";
import { jobPlatformScope, type OwnerScope, ownerScope, type PlatformScope, staffScope } from "@/lib/identity/accounts/access";
import * as accounts from "@/lib/identity/accounts/mutations";
import type { AuditAction, PlatformAction } from "@/lib/identity/audit/actions";
import * as auth from "@/lib/identity/auth/mutations";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import * as badge from "@/lib/integrations/badge/mutations";
import * as integrations from "@/lib/integrations/mutations";
import * as events from "@/lib/notify/events/mutations";
import * as notifications from "@/lib/notify/mutations";
import { DEFAULT_NOTIFICATION_PREFERENCES } from "@/lib/notify/notification-preferences";
import * as fleet from "@/lib/operations/fleet/mutations";
import * as deletion from "@/lib/operations/privacy/mutations";
import * as hostAnswers from "@/lib/operations/reports/answers/mutations";
import * as reports from "@/lib/operations/reports/mutations";
import * as orderExport from "@/lib/orders/export/mutations";
import * as fallback from "@/lib/orders/method-fallback/mutations";
import { NO_FILTER } from "@/lib/orders/order-query";
import * as privacy from "@/lib/orders/privacy/mutations";
import { workErasures } from "@/lib/orders/privacy/work-erasures";
import * as tracking from "@/lib/orders/tracking/outbox/mutations";
import * as webhook from "@/lib/orders/tracking/webhook/mutations";
import * as macros from "@/lib/support/macros/mutations";
import * as support from "@/lib/support/mutations";
import * as outcomes from "@/lib/support/outcomes/mutations";
import * as queue from "@/lib/support/queue/mutations";
import * as threads from "@/lib/support/threads/mutations";
import * as backfill from "@/lib/sync/backfill/mutations";
import * as maintenance from "@/lib/sync/maintenance/mutations";
import * as sync from "@/lib/sync/mutations";
import * as quarantine from "@/lib/sync/quarantine/mutations";
import * as instantOrders from "@/lib/sync/webhooks/mutations";
import { makeTwoMerchants, OWNERS_ADDRESS, OWNERS_MARK, type TwoMerchants } from "@/lib/testing/two-merchants";

type World = TwoMerchants;
/** Acts as the owner; names the entry that the log must contain afterwards. */
type Case = { act: (world: World) => Promise<unknown>; writes: AuditAction | PlatformAction } | { apart: string };

const parcel = { carrier: "dhl", trackingNumber: "JJD1", trackingUrl: null };
const soon = (): Date => new Date(Date.now() + 3_600_000);

function asStaff({ person }: World["owner"]): PlatformScope {
  const scope = staffScope({ ...person, isStaff: true });
  if (!scope) throw new Error("no scope");
  return scope;
}

function owning({ scope }: World["owner"]): OwnerScope {
  const owner = ownerScope(scope);
  if (!owner) throw new Error("no owner");
  return owner;
}

/** Every exported function of every mutations.ts. The test below fails until a new one is listed here. */
const CASES: Record<string, Case> = {
  "identity/accounts updateProfile": {
    act: ({ owner }) => accounts.updateProfile(owner.person, { locale: "de" }),
    writes: "profile_changed",
  },
  "identity/accounts inviteMember": {
    act: ({ owner }) => accounts.inviteMember(owning(owner), { email: "guest@example.com", role: "member" }, { locale: null }),
    writes: "member_invited",
  },
  "identity/accounts sendInvitationAgain": {
    act: ({ owner, ids }) => accounts.sendInvitationAgain(owning(owner), { id: ids.invitationId }, { locale: null }),
    writes: "invitation_sent_again",
  },
  "identity/accounts withdrawInvitation": {
    act: ({ owner, ids }) => accounts.withdrawInvitation(owning(owner), { id: ids.invitationId }),
    writes: "invitation_withdrawn",
  },
  "identity/accounts acceptInvitation": { apart: "needs a link; held by lib/identity/accounts/invitations.db.test.ts" },
  "identity/accounts acceptAsNewcomer": { apart: "needs a link; held by lib/identity/accounts/invitations.db.test.ts" },
  "identity/accounts signUp": { apart: "needs a link; held by lib/identity/accounts/sign-up.db.test.ts" },
  "identity/accounts removeMember": {
    act: async ({ owner, outsider, ids }) => {
      const { personId } = outsider.person;
      await inPlatform((tx) => tx.membership.create({ data: { merchantId: ids.merchantId, personId } }));
      return accounts.removeMember(owning(owner), { personId });
    },
    writes: "member_removed",
  },
  "identity/accounts leaveMerchant": {
    act: async ({ owner, outsider, ids }) => {
      await inPlatform((tx) =>
        tx.membership.create({ data: { merchantId: ids.merchantId, personId: outsider.person.personId, role: "owner" } }),
      );
      return accounts.leaveMerchant(owner.scope);
    },
    writes: "member_left",
  },
  "identity/accounts changeRole": {
    act: async ({ owner, outsider, ids }) => {
      const { personId } = outsider.person;
      await inPlatform((tx) => tx.membership.create({ data: { merchantId: ids.merchantId, personId } }));
      return accounts.changeRole(owning(owner), { personId, role: "owner" });
    },
    writes: "member_role_changed",
  },
  "operations/addresses recordFirstAddresses": { apart: "records the environment at the first start; not an action" },
  "operations/addresses previewAnnouncement": { apart: "changes nothing" },
  "operations/addresses announceAddresses": { apart: "held by the tests of lib/operations/addresses" },
  "operations/addresses withdrawAddresses": { apart: "held by the tests of lib/operations/addresses" },
  "operations/addresses moveTraffic": { apart: "held by the tests of lib/operations/addresses" },
  "operations/addresses moveTrafficBack": { apart: "held by the tests of lib/operations/addresses" },
  "operations/addresses rehearseAgain": { apart: "held by the tests of lib/operations/addresses" },
  "api makeApiToken": {
    act: ({ owner }) => api.makeApiToken(owning(owner), { name: "x", scopes: [], integrationIds: [], expiresInDays: 90 }),
    writes: "api_token_made",
  },
  "orders/privacy saveRetention": {
    act: ({ owner }) => privacy.saveRetention(owning(owner), { orderDays: 365, addressDays: 90 }),
    writes: "retention_changed",
  },
  "orders/privacy eraseBuyer": {
    act: async ({ owner }) => {
      await privacy.eraseBuyer(owning(owner), { email: "none@customer.example" });
      while ((await workErasures(jobPlatformScope("test"))) > 0);
    },
    writes: "buyer_erased",
  },
  "operations/freeze freezeChange": { apart: "needs a mailed link; held by lib/operations/freeze/freeze.db.test.ts" },
  "operations/freeze endFreeze": { apart: "needs a mailed link; held by lib/operations/freeze/freeze.db.test.ts" },
  "operations/privacy askMerchantDeletion": { apart: "needs the merchant's name; held by lib/operations/privacy/deletion.db.test.ts" },
  "operations/privacy withdrawMerchantDeletion": { apart: "held by lib/operations/privacy/deletion.db.test.ts" },
  "operations/privacy recordMerchantExport": {
    act: ({ owner }) => deletion.recordMerchantExport(owning(owner)),
    writes: "merchant_exported",
  },
  "operations/privacy eraseDueMerchants": { apart: "writes to the platform's log; held by lib/operations/privacy/deletion.db.test.ts" },
  "identity/erasure askAccountDeletion": { apart: "writes to the platform's log; held by lib/operations/privacy/deletion.db.test.ts" },
  "identity/erasure withdrawAccountDeletion": { apart: "writes to the platform's log; held by lib/operations/privacy/deletion.db.test.ts" },
  "identity/erasure recordAccountExport": { apart: "writes to the platform's log; held by lib/operations/privacy/deletion.db.test.ts" },
  "identity/erasure eraseDueAccounts": { apart: "writes to the platform's log; held by lib/operations/privacy/deletion.db.test.ts" },
  "api revokeApiToken": {
    act: ({ owner, ids }) => api.revokeApiToken(owning(owner), { id: ids.apiTokenId }),
    writes: "api_token_revoked",
  },
  "api takeOverApiToken": {
    act: ({ owner, ids }) => api.takeOverApiToken(owning(owner), { id: ids.apiTokenId }),
    writes: "api_token_taken_over",
  },
  "identity/auth startSession": { apart: "needs a password; held by lib/identity/auth/auth.db.test.ts" },
  "identity/auth comparePassword": { apart: "changes nothing" },
  "identity/auth whoIs": { apart: "changes nothing" },
  "identity/auth confirmBrowser": { apart: "writes an event of sign-in; held by lib/identity/auth/auth.db.test.ts" },
  "identity/auth changePassword": { apart: "needs a password; held by lib/identity/auth/password.db.test.ts" },
  "identity/auth completeSignIn": { apart: "needs a password; held by lib/identity/auth/second-factor.db.test.ts" },
  "identity/auth requestLink": { apart: "without a session; held by lib/identity/auth/password.db.test.ts" },
  "identity/auth resetPassword": { apart: "needs a link; held by lib/identity/auth/password.db.test.ts" },
  "identity/auth revokeSession": {
    act: ({ owner }) => auth.revokeSession(owner.person, owner.person.sessionId, new Date()),
    writes: "session_ended",
  },
  "identity/auth signOutEverywhere": {
    act: ({ owner }) => auth.signOutEverywhere(owner.person, new Date()),
    writes: "all_sessions_ended",
  },
  "identity/auth revokeOtherSessions": {
    act: ({ owner, outsider }) => auth.revokeOtherSessions({ ...owner.person, sessionId: outsider.person.sessionId }, new Date()),
    writes: "other_sessions_ended",
  },
  "integrations/badge switchBadge": {
    act: ({ owner, ids }) => badge.switchBadge(owner.scope, { integrationId: ids.integrationId, on: true }),
    writes: "badge_switched_on",
  },
  "check requestCheck": {
    act: ({ owner, ids }) => checks.requestCheck(owner.scope, { integrationId: ids.integrationId, trigger: "manual" }),
    writes: "check_requested",
  },
  "check requestTestAgain": { apart: "ends in startCheck, which writes the entry" },
  "check startCheck": {
    act: ({ owner, ids }) => inMerchant(ids.merchantId, (tx) => checks.startCheck(tx, owner.scope, ids.integrationId, "manual")),
    writes: "check_requested",
  },
  "check startCheckAfterFailure": { apart: "a job's; an automatic check is not an action" },
  "operations/fleet startBulkJob": {
    act: ({ owner }) => fleet.startBulkJob(asStaff(owner), { state: "throttled" }, { kind: "check", reason: "because", perMinute: 10 }),
    writes: "bulk_started",
  },
  "operations/fleet askHostOfIncident": { apart: "needs an incident of many shops; held by lib/operations/fleet/ask-host.db.test.ts" },
  "operations/fleet stopBulkJob": { apart: "needs a job that runs; held by lib/operations/fleet/fleet.db.test.ts" },
  "integrations createIntegration": {
    act: ({ owner }) =>
      integrations.createIntegration(owner.scope, { name: "New", shopSystem: "woocommerce", baseUrl: "https://n.example" }, null),
    writes: "integration_connected",
  },
  "integrations renameIntegration": {
    act: ({ owner, ids }) => integrations.renameIntegration(owner.scope, ids.integrationId, "Other"),
    writes: "integration_renamed",
  },
  "integrations changeInterval": {
    act: ({ owner, ids }) => integrations.changeInterval(owner.scope, ids.integrationId, 3600),
    writes: "interval_changed",
  },
  "integrations chooseLeftOutStatuses": {
    act: ({ owner, ids }) => integrations.chooseLeftOutStatuses(owner.scope, ids.integrationId, ["completed"]),
    writes: "left_out_statuses_chosen",
  },
  "integrations change": { apart: "what the changes below have in common" },
  "integrations changeAddress": {
    act: ({ owner, ids }) => integrations.changeAddress(owner.scope, ids.integrationId, "https://other.example", { withoutKey: true }),
    writes: "integration_address_changed",
  },
  "integrations changeShopSystem": {
    act: async ({ owner }) => {
      const draft = { name: "Draft", shopSystem: "woocommerce", baseUrl: "https://draft.example" } as const;
      const made = await integrations.createIntegration(owner.scope, draft, null);
      return made.ok && integrations.changeShopSystem(owner.scope, made.value.integrationId, "magento");
    },
    writes: "integration_shop_system_changed",
  },
  "integrations replaceCredentials": {
    act: ({ owner, ids }) => integrations.replaceCredentials(owner.scope, ids.integrationId, {}, OWNERS_ADDRESS),
    writes: "credentials_replaced",
  },
  "integrations disconnectIntegration": {
    act: ({ owner, ids }) => integrations.disconnectIntegration(owner.scope, ids.integrationId, OWNERS_MARK),
    writes: "integration_disconnected",
  },
  "integrations/approval approvalContext": { apart: "pure" },
  "integrations/approval personOf": { apart: "pure" },
  "integrations/approval readHandedOver": { apart: "pure" },
  "integrations/approval findWaitingApproval": { apart: "reads" },
  "integrations/approval findAnyApproval": { apart: "reads" },
  "integrations/approval startApproval": { apart: "nothing of the shop changes before its key is stored, which is recorded" },
  "integrations/approval holdConsumer": { apart: "nothing of the shop changes before its key is stored, which is recorded" },
  "integrations/approval exchangeApproval": { apart: "nothing of the shop changes before its key is stored, which is recorded" },
  "integrations/approval concludeApproval": { apart: "nothing of the shop changes before its key is stored, which is recorded" },
  "integrations/approval forgetApproval": { apart: "nothing of the shop changes before its key is stored, which is recorded" },
  "integrations/approval pruneApprovals": { apart: "deletes what was not finished" },
  "integrations/shopify-app dropInstallation": { apart: "held by app/api/connect/shopify/webhooks/route.db.test.ts" },
  "integrations/shopify-app erasePersonalData": { apart: "held by app/api/connect/shopify/webhooks/route.db.test.ts" },
  "integrations/shopify-app recordDataRequest": { apart: "held by app/api/connect/shopify/webhooks/route.db.test.ts" },
  "orders searchTextOf": { apart: "pure" },
  "orders storeOrders": { apart: "the worker's import; runs and the ledger report it" },
  "operations/learning answerFix": { apart: "needs an incident with a cause; held by lib/operations/learning/learning.db.test.ts" },
  "operations/reports listAlike": { apart: "reads" },
  "operations/reports createReport": { apart: "needs a check with causes; held by the tests of lib/operations/reports" },
  "operations/reports createCertificateReport": { apart: "needs a certificate that ends; held by the tests of lib/operations/reports" },
  "operations/reports shareReport": {
    act: ({ owner, ids }) => reports.shareReport(owner.scope, { ...ids, how: "link" }),
    writes: "host_report_shared",
  },
  "operations/reports/answers answerReport": { apart: "held by the tests of lib/operations/reports/answers" },
  "operations/reports/answers replyToHost": {
    act: ({ owner, ids }) => hostAnswers.replyToHost(owner.scope, { ...ids, text: "Hello" }),
    writes: "host_report_replied",
  },
  "operations/reports remindHost": { apart: "the worker records the mail; held by the tests of lib/operations/reports" },
  "operations/reports revokeReport": { apart: "held by the tests of lib/operations/reports" },
  "operations/reports countOpening": { apart: "held by the tests of lib/operations/reports" },
  "operations/reports requestHostTest": { apart: "held by the tests of lib/operations/reports" },
  "support searchBuyer": {
    act: ({ owner }) => support.searchBuyer(asStaff(owner), { email: "buyer@customer.example", reason: "because" }),
    writes: "buyer_searched",
  },
  "support writeNote": {
    act: ({ owner, ids }) => support.writeNote(asStaff(owner), { merchantId: ids.merchantId, text: "x" }),
    writes: "merchant_note_written",
  },
  "support removeNote": { apart: "needs a note; held by lib/support/support.db.test.ts" },
  "support/queue assignIncident": {
    act: async ({ owner, ids }) => {
      const { id: incidentId } = await inPlatform((tx) => tx.incident.findFirstOrThrow({ where: { merchantId: ids.merchantId } }));
      return queue.assignIncident(asStaff(owner), { merchantId: ids.merchantId, incidentId, seen: 1, personId: null });
    },
    writes: "incident_assigned",
  },
  "support/queue snoozeIncident": { apart: "as assignIncident; held by lib/support/queue/queue.db.test.ts" },
  "support/queue assignIncidents": { apart: "calls assignIncident" },
  "support/queue snoozeIncidents": { apart: "calls snoozeIncident" },
  "support/queue wakeIncident": { apart: "as assignIncident; held by lib/support/queue/queue.db.test.ts" },
  "support/outcomes recordOutcome": {
    act: async ({ owner, ids }) => {
      const { id: incidentId } = await inPlatform((tx) => tx.incident.findFirstOrThrow({ where: { merchantId: ids.merchantId } }));
      const said = { solvedBy: "host" as const, verdict: "confirmed" as const, actualCause: null, text: "" };
      return outcomes.recordOutcome(asStaff(owner), { merchantId: ids.merchantId, incidentId, ...said });
    },
    writes: "outcome_recorded",
  },
  "support/outcomes recordThreadOutcome": { apart: "calls recordOutcome" },
  "operations/learning learnFromSupport": { apart: "part of recordOutcome" },
  "support/macros saveMacro": {
    act: ({ owner }) => macros.saveMacro(asStaff(owner), { id: null, name: "x", texts: { en: "x" }, act: "none", snoozeHours: null }),
    writes: "macro_saved",
  },
  "support/macros removeMacro": { apart: "needs a template; held by lib/support/macros/macros.db.test.ts" },
  "support/macros sendAnswer": { apart: "calls answerThread or writeToMerchant" },
  "support saveView": {
    act: ({ owner }) => support.saveView(asStaff(owner), { name: "x", path: "/support", query: "" }),
    writes: "view_saved",
  },
  "support removeView": { apart: "needs a view; held by lib/support/support.db.test.ts" },
  "sync requestRefresh": { act: ({ owner, ids }) => sync.requestRefresh(owner.scope, ids), writes: "refresh_requested" },
  "sync retryQuarantinedOrder": {
    act: ({ owner, ids }) => sync.retryQuarantinedOrder(owner.scope, ids),
    writes: "refresh_requested",
  },
  "sync requestFirstImport": { apart: "follows connecting or new credentials, which write the entry" },
  "sync requestRefreshOfMany": {
    act: ({ owner, ids }) => sync.requestRefreshOfMany(owner.scope, [ids.integrationId]),
    writes: "refresh_requested",
  },
  "sync requestRefreshOfThrottled": { act: ({ owner }) => sync.requestRefreshOfThrottled(owner.scope), writes: "refresh_requested" },
  "sync pauseSync": { act: ({ owner, ids }) => sync.pauseSync(owner.scope, ids), writes: "sync_paused" },
  "sync resumeSync": { act: ({ owner, ids }) => sync.resumeSync(owner.scope, ids), writes: "sync_resumed" },
  "sync announceMaintenance": {
    act: ({ owner, ids }) => sync.announceMaintenance(owner.scope, { integrationId: ids.integrationId, until: soon() }),
    writes: "maintenance_announced",
  },
  "sync endMaintenance": { act: ({ owner, ids }) => sync.endMaintenance(owner.scope, ids), writes: "maintenance_ended" },
  "sync/quarantine dismissQuarantinedOrder": {
    act: ({ owner, ids }) => quarantine.dismissQuarantinedOrder(owner.scope, { ...ids, reason: "A test order" }),
    writes: "order_dismissed",
  },
  "sync/quarantine restoreQuarantinedOrder": {
    act: async ({ owner, ids }) => {
      await inMerchant(ids.merchantId, (tx) => tx.quarantinedOrder.updateMany({ data: { dismissedAt: new Date() } }));
      return quarantine.restoreQuarantinedOrder(owner.scope, ids);
    },
    writes: "order_dismissal_undone",
  },
  "sync confirmEmptyShop": { act: ({ owner, ids }) => sync.confirmEmptyShop(owner.scope, ids), writes: "empty_shop_confirmed" },
  "sync makeMaintenanceToken": { act: ({ owner, ids }) => sync.makeMaintenanceToken(owner.scope, ids), writes: "maintenance_token_made" },
  "sync/backfill requestBackfill": {
    act: ({ owner, ids }) =>
      inMerchant(ids.merchantId, (tx) => tx.syncRun.deleteMany({ where: { status: "waiting" } })).then(() =>
        backfill.requestBackfill(owner.scope, { integrationId: ids.integrationId, from: new Date(0), to: new Date() }),
      ),
    writes: "backfill_requested",
  },
  "sync/webhooks requestInstantOrders": {
    act: ({ owner, ids }) =>
      instantOrders.requestInstantOrders(owner.scope, { integrationId: ids.integrationId, appSecret: "" }, "https://mooring.example"),
    writes: "instant_orders_requested",
  },
  "sync/webhooks endInstantOrders": {
    act: ({ owner, ids }) => instantOrders.endInstantOrders(owner.scope, ids),
    writes: "instant_orders_ended",
  },
  "integrations chooseImportStart": { apart: "before the first import alone; held by lib/integrations/integrations.db.test.ts" },
  "notify saveNotificationPreferences": {
    act: ({ owner }) => notifications.saveNotificationPreferences(owner.scope, { ...DEFAULT_NOTIFICATION_PREFERENCES, grouping: "daily" }),
    writes: "notification_preferences_changed",
  },
  "notify markRead": { apart: "reading changes nothing" },
  "notify addChannel": {
    act: ({ owner }) =>
      notifications.addChannel(owner.scope, { kind: "webhook", name: "Desk", url: "https://93.184.215.14/hook", kinds: ["needs_you"] }),
    writes: "channel_added",
  },
  "notify chooseChannelKinds": {
    act: async ({ owner }) => {
      const url = "https://93.184.215.14/hook";
      const added = await notifications.addChannel(owner.scope, { kind: "slack", name: "Desk", url, kinds: ["needs_you"] });
      if (added.ok) await notifications.chooseChannelKinds(owner.scope, { channelId: added.value.id, kinds: ["recovered"] });
    },
    writes: "channel_messages_chosen",
  },
  "notify removeChannel": {
    act: async ({ owner }) => {
      const added = await notifications.addChannel(owner.scope, {
        kind: "slack",
        name: "Desk",
        url: "https://93.184.215.14/hook",
        kinds: ["needs_you"],
      });
      if (added.ok) await notifications.removeChannel(owner.scope, { channelId: added.value.id });
    },
    writes: "channel_removed",
  },
  "notify restoreChannel": {
    act: async ({ owner }) => {
      const added = await notifications.addChannel(owner.scope, {
        kind: "slack",
        name: "Desk",
        url: "https://93.184.215.14/hook",
        kinds: ["needs_you"],
      });
      const channelId = added.ok ? added.value.id : "";
      await notifications.removeChannel(owner.scope, { channelId });
      await notifications.restoreChannel(owner.scope, { channelId });
    },
    writes: "channel_restored",
  },
  "notify renewChannelSecret": {
    act: async ({ owner }) => {
      const url = "https://93.184.215.14/hook";
      const added = await notifications.addChannel(owner.scope, { kind: "webhook", name: "Desk", url, kinds: ["needs_you"] });
      if (added.ok) await notifications.renewChannelSecret(owner.scope, { channelId: added.value.id });
    },
    writes: "channel_secret_renewed",
  },
  "notify/events chooseEvents": {
    act: async ({ owner }) => {
      const url = "https://93.184.215.14/hook";
      const added = await notifications.addChannel(owner.scope, { kind: "webhook", name: "ERP", url, kinds: ["needs_you"] });
      if (added.ok) await events.chooseEvents(owner.scope, { channelId: added.value.id, events: ["order.imported"] });
    },
    writes: "channel_events_chosen",
  },
  "notify/events replayEvents": {
    act: async ({ owner }) => {
      const url = "https://93.184.215.14/hook";
      const added = await notifications.addChannel(owner.scope, { kind: "webhook", name: "ERP", url, kinds: ["needs_you"] });
      const channelId = added.ok ? added.value.id : "";
      await events.chooseEvents(owner.scope, { channelId, events: ["order.imported"] });
      await events.replayEvents(owner.scope, { channelId, after: 0 });
    },
    writes: "events_replayed",
  },
  "notify/events resendEvent": { apart: "writes message_sent_again; held by lib/notify/events/deliver-events.db.test.ts" },
  "notify forgetRemovedChannels": { apart: "a job of the platform" },
  "notify sendTest": {
    act: ({ owner }) => notifications.sendTest(owner.scope, { channelId: null }),
    writes: "test_message_sent",
  },
  "notify resendDelivery": {
    act: async ({ owner, ids }) => {
      const { id: deliveryId } = await inMerchant(ids.merchantId, (tx) =>
        tx.notificationDelivery.create({
          data: { merchantId: ids.merchantId, personId: owner.person.personId, status: "failed", dueAt: new Date() },
        }),
      );
      return notifications.resendDelivery(owner.scope, { deliveryId });
    },
    writes: "message_sent_again",
  },
  "notify unsubscribe": {
    act: ({ owner, ids }) => notifications.unsubscribe({ merchantId: ids.merchantId, personId: owner.person.personId, what: "notices" }),
    writes: "mails_stopped",
  },
  "identity/preferences savePreference": { apart: "personal settings" },
  "orders/tracking/outbox markManyShipped": {
    act: ({ owner, ids }) => tracking.markManyShipped(owner.scope, [{ ...parcel, orderId: ids.orderId }]),
    writes: "shipments_recorded",
  },
  "orders/tracking/outbox undoShipments": {
    act: ({ owner, ids }) => tracking.undoShipments(owner.scope, [ids.shipmentId]),
    writes: "shipments_taken_back",
  },
  "sync/backfill stopBackfill": {
    act: ({ owner, ids }) => backfill.stopBackfill(owner.scope, { runId: ids.backfillId }),
    writes: "backfill_stopped",
  },
  "sync/maintenance planMaintenance": {
    act: ({ owner, ids }) =>
      maintenance.planMaintenance(owner.scope, {
        integrationId: ids.integrationId,
        startsAt: new Date(),
        endsAt: soon(),
        timeZone: "UTC",
      }),
    writes: "maintenance_planned",
  },
  "sync/maintenance cancelMaintenance": {
    act: ({ owner, ids }) => maintenance.cancelMaintenance(owner.scope, ids),
    writes: "maintenance_cancelled",
  },
  "sync/maintenance revokeMaintenanceToken": {
    act: ({ owner, ids }) => maintenance.revokeMaintenanceToken(owner.scope, ids),
    writes: "maintenance_token_revoked",
  },
  "orders/export requestOrderExport": {
    act: ({ owner, ids: { integrationId } }) => {
      const filter = { search: "", status: null, tracking: null, from: null, to: null };
      return orderExport.requestOrderExport(owner.scope, { integrationId, format: "csv", filter });
    },
    writes: "orders_exported",
  },
  "orders/export recordOrderExport": {
    act: ({ owner }) => orderExport.recordOrderExport(owner.scope, NO_FILTER),
    writes: "orders_exported",
  },
  "orders/method-fallback setMethodFallback": {
    act: ({ owner, ids }) => fallback.setMethodFallback(owner.scope, { integrationId: ids.integrationId, isOn: false }),
    writes: "method_fallback_off",
  },
  "orders/tracking/outbox sendAllAgain": {
    act: ({ owner, ids }) => tracking.sendAllAgain(owner.scope, ids),
    writes: "shipments_sent_again",
  },
  "orders/tracking/webhook revokeWebhookSecret": {
    act: ({ owner, ids }) => webhook.revokeWebhookSecret(owner.scope, ids),
    writes: "webhook_secret_revoked",
  },
  "support/threads askSupport": {
    act: ({ owner, ids }) => threads.askSupport(owner.scope, { text: "?", integrationId: ids.integrationId, causeCode: null, runId: null }),
    writes: "support_asked",
  },
  "support/threads answerThread": {
    act: ({ owner, ids }) => threads.answerThread(owner.scope, { threadId: ids.threadId, text: "x" }),
    writes: "support_written",
  },
  "support/threads writeToMerchant": { apart: "staff alone; held by lib/support/macros/macros.db.test.ts" },
  "support/threads solveThread": { apart: "staff alone; held by lib/support/threads/threads.db.test.ts" },
  "support/threads markThreadRead": { apart: "reading changes nothing" },
  "orders/tracking/outbox recordShipments": {
    act: ({ owner, ids }) =>
      tracking.recordShipments(owner.scope, {
        integrationId: ids.integrationId,
        source: "form",
        shipments: [{ ...parcel, order: OWNERS_MARK }],
      }),
    writes: "shipments_recorded",
  },
  "orders/tracking/outbox withdrawParcelIn": {
    act: ({ owner, ids }) => {
      const parcelOf = { integrationId: ids.integrationId, carrierParcelId: BigInt(ids.carrierParcelId) };
      return inMerchant(ids.merchantId, (tx) => tracking.withdrawParcelIn(tx, owner.scope, parcelOf));
    },
    writes: "shipments_taken_back",
  },
  "orders/tracking/outbox recordShipmentsIn": { apart: "the same within a transaction of the caller's" },
  "orders/tracking/outbox markShipped": {
    act: ({ owner, ids }) => tracking.markShipped(owner.scope, { ...parcel, orderId: ids.orderId }),
    writes: "shipments_recorded",
  },
  "orders/views saveOrderView": { apart: "held by lib/orders/views/views.db.test.ts" },
  "orders/views removeOrderView": { apart: "held by lib/orders/views/views.db.test.ts" },
  "orders/tracking/outbox correctShipment": {
    act: ({ owner, ids }) => tracking.correctShipment(owner.scope, { shipmentId: ids.shipmentId, ...parcel, trackingNumber: "JJD2" }),
    writes: "shipment_corrected",
  },
  "orders/tracking/outbox dropShipment": {
    act: ({ owner, ids }) => tracking.dropShipment(owner.scope, ids),
    writes: "shipments_taken_back",
  },
  "orders/tracking/outbox sendAgain": { act: ({ owner, ids }) => tracking.sendAgain(owner.scope, ids), writes: "shipment_sent_again" },
  "orders/tracking/webhook makeWebhookSecret": {
    act: ({ owner, ids }) => webhook.makeWebhookSecret(owner.scope, ids),
    writes: "webhook_secret_made",
  },
};

const lib = path.join(import.meta.dirname, "../..");

test("every exported function of every mutations.ts is listed in this test", async () => {
  const found: string[] = [];
  for (const file of fs.globSync("**/mutations.ts", { cwd: lib })) {
    const exported = (await import(`${lib}/${file}`)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported)) if (typeof value === "function") found.push(`${path.dirname(file)} ${name}`);
  }
  expect(found.filter((name) => !(name in CASES))).toEqual([]);
  expect(found.length).toBeGreaterThan(30);
});

describe("a change is audited with its actor", () => {
  let world: World;
  beforeEach(async () => {
    world = await makeTwoMerchants();
    // Lets the minimum interval of one minute between refreshes pass.
    await inPlatform((tx) => tx.syncRun.updateMany({ data: { requestedAt: new Date(Date.now() - 600_000) } }));
  });

  for (const [name, entry] of Object.entries(CASES)) {
    if ("apart" in entry) continue;
    test(`${name} writes ${entry.writes}`, async () => {
      await entry.act(world);
      const written = await inPlatform(async (tx) => [
        ...(await tx.auditEvent.findMany({ where: { merchantId: world.ids.merchantId, action: entry.writes } })),
        ...(await tx.platformEvent.findMany({ where: { action: entry.writes } })),
      ]);
      const own = written.filter(({ actor }) => JSON.stringify(actor).includes(world.owner.person.personId));
      expect(own, name).not.toEqual([]);
    });
  }
});
