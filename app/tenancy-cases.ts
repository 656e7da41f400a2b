import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import * as auth from "@/app/(auth)/actions";
import * as invitation from "@/app/(auth)/invitation/[token]/actions";
import * as integrations from "@/app/(dashboard)/m/[merchantId]/integrations/actions";
import * as comingAddresses from "@/app/(dashboard)/m/[merchantId]/integrations/address-actions";
import * as backfills from "@/app/(dashboard)/m/[merchantId]/integrations/backfill-actions";
import * as badge from "@/app/(dashboard)/m/[merchantId]/integrations/badge-actions";
import * as bulk from "@/app/(dashboard)/m/[merchantId]/integrations/bulk-actions";
import * as connect from "@/app/(dashboard)/m/[merchantId]/integrations/connect/actions";
import * as connectKey from "@/app/(dashboard)/m/[merchantId]/integrations/connect/key-actions";
import * as fallback from "@/app/(dashboard)/m/[merchantId]/integrations/fallback-actions";
import * as instantOrders from "@/app/(dashboard)/m/[merchantId]/integrations/instant-orders-actions";
import * as maintenance from "@/app/(dashboard)/m/[merchantId]/integrations/maintenance-actions";
import * as reports from "@/app/(dashboard)/m/[merchantId]/integrations/report-actions";
import * as shopSettings from "@/app/(dashboard)/m/[merchantId]/integrations/settings-actions";
import * as webhooks from "@/app/(dashboard)/m/[merchantId]/integrations/webhook-actions";
import * as orders from "@/app/(dashboard)/m/[merchantId]/orders/actions";
import * as apiTokens from "@/app/(dashboard)/m/[merchantId]/settings/api/actions";
import * as members from "@/app/(dashboard)/m/[merchantId]/settings/members/actions";
import * as questions from "@/app/(dashboard)/m/[merchantId]/support/actions";
import * as support from "@/app/(support)/support/actions";
import * as addressesConsole from "@/app/(support)/support/addresses/actions";
import * as fleet from "@/app/(support)/support/fleet/actions";
import * as staffThreads from "@/app/(support)/support/thread-actions";
import * as notifications from "@/components/notifications/actions";
import * as settings from "@/components/settings/actions";
import * as shell from "@/components/shell/actions";
import { OWNERS_MARK, type TwoMerchants } from "@/lib/testing/two-merchants";

export const NOT_FOUND = { ok: false, code: "not_found" };
/** An address that must never be contacted: what it answers is a refusal, not a look. */
const METADATA = "http://169.254.169.254/latest/meta-data";
const NOT_ALLOWED = { ok: true, value: expect.objectContaining({ kind: "problem", problem: "target_not_allowed" }) };
const OK = { ok: true, value: true };

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

type Call = (merchantId: string, ids: TwoMerchants["ids"], world: TwoMerchants) => Promise<unknown>;

/**
 * Every server action. `merchant`: on a merchant's things; tried on the owner's merchant and, with the stranger's own merchant in the path,
 * on the owner's integration. `person`: on the person's own things. `staff`: leaves with "not found" for everybody else.
 * `console`: on what is no merchant's; answers "not found" to everybody but staff.
 */
export const ACTIONS: Record<
  string,
  { merchant: Call; foreignInOwn?: unknown } | { person: Call } | { staff: Call } | { console: Call } | { apart: string }
> = {
  "app/(auth)/actions signIn": { apart: "nobody is signed in yet; held by lib/auth/auth.db.test.ts" },
  "app/(auth)/sign-in/code/actions signInWithCode": { apart: "nobody is signed in yet; held by lib/auth/second-factor.db.test.ts" },
  "app/(auth)/link-actions askForReset": { apart: "nobody is signed in; held by lib/auth/password.db.test.ts" },
  "app/(auth)/link-actions askForSignUp": { apart: "nobody is signed in; held by lib/accounts/sign-up.db.test.ts" },
  "app/(auth)/sign-up/[token]/actions makeAccount": { apart: "the link of a mail is the proof; held by lib/accounts/sign-up.db.test.ts" },
  "app/(auth)/reset-password/[token]/actions chooseNewPassword": {
    apart: "nobody is signed in: the link of a mail is the proof; held by lib/auth/password.db.test.ts",
  },
  "app/(auth)/actions signOut": { person: () => auth.signOut() },
  "app/(dashboard)/m/[merchantId]/integrations/actions refreshIntegration": {
    merchant: (merchantId, { integrationId }) => integrations.refreshIntegration(merchantId, { integrationId }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/actions refreshThrottled": {
    merchant: (merchantId) => integrations.refreshThrottled(merchantId, {}),
    foreignInOwn: { ok: true, value: { at: expect.any(Number), runs: [], refused: [] } },
  },
  "app/(dashboard)/m/[merchantId]/integrations/actions refreshMany": {
    merchant: (merchantId, { integrationId }) => integrations.refreshMany(merchantId, { integrationIds: [integrationId] }),
    foreignInOwn: { ok: true, value: { at: expect.any(Number), runs: [], refused: [expect.objectContaining({ code: "not_found" })] } },
  },
  "app/(dashboard)/m/[merchantId]/integrations/actions readBulk": {
    merchant: (merchantId, { integrationId, runId }) =>
      integrations.readBulk(merchantId, { runs: [{ integrationId, runId, joined: false }], refused: [] }),
    foreignInOwn: {
      ok: true,
      value: {
        ...{ succeeded: 0, created: 0, updated: 0, tookMs: null, joined: null, notRefreshed: 1 },
        reasons: [{ words: "One shop: Was disconnected meanwhile.", shops: [] }],
      },
    },
  },
  "app/(dashboard)/m/[merchantId]/integrations/actions checkIntegration": {
    merchant: (merchantId, { integrationId }) => integrations.checkIntegration(merchantId, { integrationId }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/actions testCauseAgain": {
    merchant: (merchantId, { integrationId, checkId }) =>
      integrations.testCauseAgain(merchantId, { integrationId, ofCheckId: checkId, causeIndex: 0 }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/actions pauseIntegration": {
    merchant: (merchantId, { integrationId }) => integrations.pauseIntegration(merchantId, { integrationId }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/actions resumeIntegration": {
    merchant: (merchantId, { integrationId }) => integrations.resumeIntegration(merchantId, { integrationId }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/bulk-actions checkMany": {
    merchant: (merchantId, { integrationId }) => bulk.checkMany(merchantId, { integrationIds: [integrationId] }),
    foreignInOwn: { ok: true, value: { started: 0, refused: 1 } },
  },
  "app/(dashboard)/m/[merchantId]/integrations/bulk-actions pauseMany": {
    merchant: (merchantId, { integrationId }) => bulk.pauseMany(merchantId, { integrationIds: [integrationId] }),
    foreignInOwn: { ok: true, value: { paused: [] } },
  },
  "app/(dashboard)/m/[merchantId]/integrations/bulk-actions resumeMany": {
    merchant: (merchantId, { integrationId }) => bulk.resumeMany(merchantId, { integrationIds: [integrationId] }),
    foreignInOwn: { ok: true, value: { resumed: 0 } },
  },
  "app/(dashboard)/m/[merchantId]/integrations/bulk-actions keepListView": {
    merchant: (merchantId) => bulk.keepListView(merchantId, { columns: ["parcels"], views: [] }),
    foreignInOwn: { ok: true, value: true },
  },
  "app/(dashboard)/m/[merchantId]/integrations/connect/actions lookAtAddress": {
    merchant: (merchantId) => connect.lookAtAddress(merchantId, { address: METADATA }),
    foreignInOwn: NOT_ALLOWED,
  },
  "app/(dashboard)/m/[merchantId]/integrations/connect/actions connectShop": {
    merchant: (merchantId) => connect.connectShop(merchantId, { address: METADATA, name: "Shop", platform: "woocommerce" }),
    foreignInOwn: NOT_ALLOWED,
  },
  "app/(dashboard)/m/[merchantId]/integrations/connect/actions changePlatformAction": {
    merchant: (merchantId, { integrationId }) => connect.changePlatformAction(merchantId, { integrationId, platform: "magento" }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/backfill-actions countBackfillAction": {
    merchant: (merchantId, { integrationId }) =>
      backfills.countBackfillAction(merchantId, { integrationId, from: "2026-11-01", to: "2026-11-02", timeZone: "UTC" }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/backfill-actions startBackfillAction": {
    merchant: (merchantId, { integrationId }) =>
      backfills.startBackfillAction(merchantId, { integrationId, from: "2026-11-01", to: "2026-11-02", timeZone: "UTC" }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/backfill-actions stopBackfillAction": {
    merchant: (merchantId, { backfillId }) => backfills.stopBackfillAction(merchantId, { runId: backfillId }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/fallback-actions setMethodFallbackAction": {
    merchant: (merchantId, { integrationId }) => fallback.setMethodFallbackAction(merchantId, { integrationId, isOn: false }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/maintenance-actions planMaintenanceAction": {
    merchant: (merchantId, { integrationId }) => {
      const soon = new Date(Date.now() + 3_600_000).toISOString().slice(0, 16);
      const later = new Date(Date.now() + 7_200_000).toISOString().slice(0, 16);
      return maintenance.planMaintenanceAction(merchantId, { integrationId, from: soon, to: later, timeZone: "UTC" });
    },
  },
  "app/(dashboard)/m/[merchantId]/integrations/maintenance-actions cancelMaintenanceAction": {
    merchant: (merchantId, { windowId }) => maintenance.cancelMaintenanceAction(merchantId, { windowId }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/maintenance-actions makeMaintenanceTokenAction": {
    merchant: (merchantId, { integrationId }) => maintenance.makeMaintenanceTokenAction(merchantId, { integrationId }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/maintenance-actions revokeMaintenanceTokenAction": {
    merchant: (merchantId, { integrationId }) => maintenance.revokeMaintenanceTokenAction(merchantId, { integrationId }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/webhook-actions makeWebhookSecretAction": {
    merchant: (merchantId, { integrationId }) => webhooks.makeWebhookSecretAction(merchantId, { integrationId }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/webhook-actions revokeWebhookSecretAction": {
    merchant: (merchantId, { integrationId }) => webhooks.revokeWebhookSecretAction(merchantId, { integrationId }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/badge-actions switchBadgeAction": {
    merchant: (merchantId, { integrationId }) => badge.switchBadgeAction(merchantId, { integrationId, on: true }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/instant-orders-actions requestInstantOrdersAction": {
    merchant: (merchantId, { integrationId }) => instantOrders.requestInstantOrdersAction(merchantId, { integrationId }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/instant-orders-actions endInstantOrdersAction": {
    merchant: (merchantId, { integrationId }) => instantOrders.endInstantOrdersAction(merchantId, { integrationId }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/report-actions createReportAction": {
    merchant: (merchantId, { integrationId, checkId }) =>
      reports.createReportAction(merchantId, { integrationId, checkId, causeIndexes: [0], locale: "en", shownName: "", days: 7 }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/report-actions revokeReportAction": {
    merchant: (merchantId, { integrationId, reportId }) => reports.revokeReportAction(merchantId, { integrationId, reportId }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/connect/key-actions tryKey": {
    merchant: (merchantId, { integrationId }) =>
      connectKey.tryKey(merchantId, { integrationId, values: { consumerKey: "ck_x" }, since: null, timeZone: "UTC" }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/connect/key-actions storeKeyAndImport": {
    merchant: (merchantId, { integrationId }) =>
      connectKey.storeKeyAndImport(merchantId, {
        integrationId,
        values: { consumerKey: "ck_x" },
        choice: { kind: "all" },
        leftOut: [],
        timeZone: "UTC",
      }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/settings-actions renameAction": {
    merchant: (merchantId, { integrationId }) => shopSettings.renameAction(merchantId, { integrationId, name: "Taken" }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/settings-actions changeIntervalAction": {
    merchant: (merchantId, { integrationId }) => shopSettings.changeIntervalAction(merchantId, { integrationId, seconds: 3600 }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/settings-actions countStatusesAction": {
    merchant: (merchantId, { integrationId }) => shopSettings.countStatusesAction(merchantId, { integrationId }),
    foreignInOwn: { ok: true, value: [] },
  },
  "app/(dashboard)/m/[merchantId]/integrations/settings-actions chooseLeftOutStatusesAction": {
    merchant: (merchantId, { integrationId }) =>
      shopSettings.chooseLeftOutStatusesAction(merchantId, { integrationId, leftOut: ["completed"] }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/settings-actions changeAddressAction": {
    // A public address: judged, never contacted.
    merchant: (merchantId, { integrationId }) =>
      shopSettings.changeAddressAction(merchantId, { integrationId, address: "https://9.9.9.9", withoutKey: true }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/settings-actions replaceCredentialsAction": {
    merchant: (merchantId, { integrationId }) =>
      shopSettings.replaceCredentialsAction(merchantId, { integrationId, values: { consumerKey: "ck_x", consumerSecret: "cs_x" } }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/settings-actions disconnectAction": {
    merchant: (merchantId, { integrationId }) => shopSettings.disconnectAction(merchantId, { integrationId, typedName: OWNERS_MARK }),
  },
  "app/(dashboard)/m/[merchantId]/orders/actions markShippedAction": {
    merchant: (merchantId, { orderId }) =>
      orders.markShippedAction(merchantId, { orderId, carrier: "dhl", trackingNumber: "1", trackingUrl: "" }),
  },
  "app/(dashboard)/m/[merchantId]/orders/actions markManyShippedAction": {
    merchant: (merchantId, { orderId }) =>
      orders.markManyShippedAction(merchantId, { parcels: [{ orderId, carrier: "dhl", trackingNumber: "1", trackingUrl: "" }] }),
    foreignInOwn: { ok: true, value: { kind: "recorded", shipmentIds: [], known: 0, missing: [expect.any(String)] } },
  },
  "app/(dashboard)/m/[merchantId]/orders/actions takeBackAction": {
    merchant: (merchantId, { shipmentId }) => orders.takeBackAction(merchantId, { shipmentIds: [shipmentId] }),
    foreignInOwn: { ok: true, value: { takenBack: 0 } },
  },
  "app/(dashboard)/m/[merchantId]/orders/actions dropShipmentAction": {
    merchant: (merchantId, { shipmentId }) => orders.dropShipmentAction(merchantId, { shipmentId }),
  },
  "app/(dashboard)/m/[merchantId]/orders/actions sendAgainAction": {
    merchant: (merchantId, { shipmentId }) => orders.sendAgainAction(merchantId, { shipmentId }),
  },
  "app/(dashboard)/m/[merchantId]/orders/actions sendAllAgainAction": {
    merchant: (merchantId, { integrationId }) => orders.sendAllAgainAction(merchantId, { integrationId }),
  },
  "app/(dashboard)/m/[merchantId]/orders/actions importShipmentsAction": {
    merchant: (merchantId, { integrationId }) =>
      orders.importShipmentsAction(merchantId, {
        integrationId,
        text: `order,carrier,tracking\n${OWNERS_MARK},DHL,1`,
        preview: false,
      }),
  },
  "app/(dashboard)/m/[merchantId]/integrations/address-actions tryComingAddresses": {
    merchant: (merchantId, { integrationId }) => comingAddresses.tryComingAddresses(merchantId, { integrationId }),
  },
  "app/(support)/support/addresses/actions announce": {
    console: () => addressesConsole.announce({ addresses: "127.0.0.9", retiring: "", plannedOn: "2100-01-01" }),
  },
  "app/(support)/support/addresses/actions move": { console: () => addressesConsole.move({ rehearsalId: randomUUID() }) },
  "app/(support)/support/addresses/actions moveBack": { console: () => addressesConsole.moveBack({ rehearsalId: randomUUID() }) },
  "app/(support)/support/addresses/actions withdraw": { console: () => addressesConsole.withdraw({ rehearsalId: randomUUID() }) },
  "app/(dashboard)/m/[merchantId]/settings/api/actions makeApiTokenAction": {
    merchant: (merchantId) => apiTokens.makeApiTokenAction(merchantId, { name: "x", permission: "read", expiresInDays: "0" }),
    // Into the own merchant.
    foreignInOwn: { ok: true, value: { token: expect.stringMatching(/^mooring_/) } },
  },
  "app/(dashboard)/m/[merchantId]/settings/api/actions revokeApiTokenAction": {
    merchant: (merchantId, { apiTokenId }) => apiTokens.revokeApiTokenAction(merchantId, { id: apiTokenId }),
  },
  "app/(dashboard)/m/[merchantId]/settings/members/actions inviteAction": {
    merchant: (merchantId) => members.inviteAction(merchantId, { email: "guest@example.com", role: "owner" }),
    foreignInOwn: { ok: true, value: { id: expect.any(String) } },
  },
  "app/(dashboard)/m/[merchantId]/settings/members/actions sendInvitationAgainAction": {
    merchant: (merchantId, { invitationId }) => members.sendInvitationAgainAction(merchantId, { id: invitationId }),
  },
  "app/(dashboard)/m/[merchantId]/settings/members/actions withdrawInvitationAction": {
    merchant: (merchantId, { invitationId }) => members.withdrawInvitationAction(merchantId, { id: invitationId }),
  },
  "app/(dashboard)/m/[merchantId]/settings/members/actions removeMemberAction": {
    merchant: (merchantId, _ids, world) => members.removeMemberAction(merchantId, { personId: world.owner.person.personId }),
  },
  "app/(dashboard)/m/[merchantId]/settings/members/actions leaveAction": {
    merchant: (merchantId) => members.leaveAction(merchantId, {}),
    foreignInOwn: { ok: false, code: "last_owner" },
  },
  "app/(dashboard)/m/[merchantId]/settings/members/actions changeRoleAction": {
    merchant: (merchantId, _ids, world) => members.changeRoleAction(merchantId, { personId: world.owner.person.personId, role: "member" }),
  },
  "app/(auth)/invitation/[token]/actions acceptHere": { apart: "the link of a mail is the proof; held by lib/accounts/members.db.test.ts" },
  "app/(auth)/invitation/[token]/actions acceptAsNew": {
    apart: "the link of a mail is the proof; held by lib/accounts/members.db.test.ts",
  },
  "app/(auth)/invitation/[token]/actions signOutForInvitation": { person: () => invitation.signOutForInvitation("none") },
  "app/(dashboard)/m/[merchantId]/support/actions askSupportAction": {
    merchant: (merchantId, { integrationId }) =>
      questions.askSupportAction(merchantId, { text: "?", integrationId, causeCode: null, runId: null }),
  },
  "app/(dashboard)/m/[merchantId]/support/actions writeToSupport": {
    merchant: (merchantId, { threadId }) => questions.writeToSupport(merchantId, { threadId, text: "x" }),
  },
  "app/(dashboard)/m/[merchantId]/support/actions markReadAction": {
    merchant: (merchantId, { threadId }) => questions.markReadAction(merchantId, { threadId }),
    foreignInOwn: { ok: true, value: false },
  },
  "app/(support)/support/fleet/actions orderBulkJob": {
    staff: () => fleet.orderBulkJob("?state=throttled", formOf({ kind: "check", reason: "because", perMinute: "10" })),
  },
  "app/(support)/support/fleet/actions stopJob": { staff: () => fleet.stopJob(randomUUID()) },
  "app/(support)/support/thread-actions answerMerchant": {
    merchant: (merchantId, { threadId }) => staffThreads.answerMerchant(merchantId, { threadId, text: "x" }),
  },
  "app/(support)/support/thread-actions solveThreadAction": {
    merchant: (merchantId, { threadId }) => staffThreads.solveThreadAction(merchantId, { threadId, causeCode: null, fix: "abc" }),
  },
  "app/(support)/support/thread-actions markReadByStaff": {
    merchant: (merchantId, { threadId }) => staffThreads.markReadByStaff(merchantId, { threadId }),
  },
  "app/(support)/support/actions openMerchant": { staff: (merchantId) => support.openMerchant(merchantId, new FormData()) },
  "app/(support)/support/actions endActing": { staff: (merchantId) => support.endActing(merchantId) },
  "app/(support)/support/actions keepNote": { staff: (merchantId) => support.keepNote(merchantId, formOf({ text: "x" })) },
  "app/(support)/support/actions removeMerchantNote": { staff: (merchantId) => support.removeMerchantNote(merchantId, randomUUID()) },
  "app/(support)/support/actions keepView": { staff: () => support.keepView(formOf({ name: "x", path: "/support", query: "?page=2" })) },
  "app/(support)/support/actions removeSavedView": { staff: () => support.removeSavedView(randomUUID()) },
  "app/(support)/support/actions leaveMerchant": { staff: (merchantId) => support.leaveMerchant(merchantId) },
  "app/unsubscribe/[token]/actions stopMails": {
    apart: "has no session: the signed token is the proof; held by lib/notifications/notifications.db.test.ts",
  },
  "components/notifications/actions readNotifications": {
    merchant: (merchantId) => notifications.readNotifications(merchantId, {}),
    foreignInOwn: OK,
  },
  "components/notifications/actions keepWishes": {
    merchant: (merchantId) => notifications.keepWishes(merchantId, {}),
    foreignInOwn: OK,
  },
  "components/notifications/actions testMail": {
    merchant: (merchantId) => notifications.testMail(merchantId, {}),
    foreignInOwn: OK,
  },
  "components/notifications/actions addNotificationChannel": {
    merchant: (merchantId) =>
      notifications.addNotificationChannel(merchantId, { kind: "slack", name: "Chat", url: METADATA, kinds: ["needs_you"] }),
    foreignInOwn: { ok: false, code: "channel_url_not_allowed" },
  },
  "components/notifications/actions removeNotificationChannel": {
    merchant: (merchantId, { integrationId }) => notifications.removeNotificationChannel(merchantId, { channelId: integrationId }),
  },
  "components/notifications/actions testNotificationChannel": {
    merchant: (merchantId, { integrationId }) => notifications.testNotificationChannel(merchantId, { channelId: integrationId }),
  },
  "components/notifications/actions resendNotification": {
    merchant: (merchantId, { integrationId }) => notifications.resendNotification(merchantId, { deliveryId: integrationId }),
  },
  "components/settings/actions saveProfile": { person: () => settings.saveProfile({ locale: "de", timeZone: "UTC" }) },
  "components/settings/actions endSession": {
    person: (_merchantId, _ids, world) => settings.endSession({ sessionId: world.owner.person.sessionId }),
  },
  "components/settings/actions endOtherSessions": { person: () => settings.endOtherSessions({}) },
  "components/settings/actions choosePassword": {
    person: () => settings.choosePassword({ current: "none", next: "a password of somebody" }),
  },
  "components/settings/actions beginSecondFactor": { person: () => settings.beginSecondFactor({ password: "none" }) },
  "components/settings/actions switchSecondFactorOn": { person: () => settings.switchSecondFactorOn({ code: "000000" }) },
  "components/settings/actions makeRecoveryCodes": { person: () => settings.makeRecoveryCodes({ password: "none" }) },
  "components/settings/actions switchSecondFactorOff": { person: () => settings.switchSecondFactorOff({ password: "none" }) },
  "components/shell/actions chooseLocale": { person: () => shell.chooseLocale("de") },
  "components/shell/actions chooseSingleKeys": { person: () => shell.chooseSingleKeys("off") },
  "components/shell/actions chooseTheme": { person: () => shell.chooseTheme("dark") },
};
