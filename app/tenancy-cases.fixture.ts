import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import * as apiTokens from "@/lib/api/actions";
import * as checks from "@/lib/check/actions";
import * as invitation from "@/lib/identity/accounts/invitation-actions";
import * as consent from "@/lib/identity/accounts/member-actions";
import * as members from "@/lib/identity/accounts/member-actions";
import * as profile from "@/lib/identity/accounts/profile-actions";
import * as auth from "@/lib/identity/auth/actions";
import * as links from "@/lib/identity/auth/actions";
import * as settings from "@/lib/identity/auth/sign-in-method-actions";
import * as erasure from "@/lib/identity/erasure/actions";
import * as preferences from "@/lib/identity/preferences/actions";
import * as approval from "@/lib/integrations/approval/actions";
import * as connect from "@/lib/integrations/connect/connect-actions";
import * as bulk from "@/lib/integrations/list/bulk-actions";
import * as connectKey from "@/lib/integrations/settings/key-actions";
import * as shopSettings from "@/lib/integrations/settings/settings-actions";
import * as notifications from "@/lib/notify/actions";
import * as events from "@/lib/notify/events/actions";
import * as addressesConsole from "@/lib/operations/addresses/actions";
import * as fleet from "@/lib/operations/fleet/actions";
import * as learning from "@/lib/operations/learning/actions";
import * as deletion from "@/lib/operations/privacy/actions";
import * as reports from "@/lib/operations/reports/actions";
import * as hostReplies from "@/lib/operations/reports/answers/actions";
import * as orders from "@/lib/orders/actions";
import * as privacy from "@/lib/orders/privacy/actions";
import * as support from "@/lib/support/actions";
import * as macros from "@/lib/support/macros/actions";
import * as outcomes from "@/lib/support/outcomes/actions";
import * as queue from "@/lib/support/queue/actions";
import * as questions from "@/lib/support/threads/actions";
import * as sync from "@/lib/sync/actions";
import { OWNERS_MARK, type TwoMerchants } from "@/lib/testing/two-merchants";

export const NOT_FOUND = { ok: false, code: "not_found" };
/** A URL that must never be contacted: the test expects a refusal. */
const METADATA = "http://169.254.169.254/latest/meta-data";
const NOT_ALLOWED = { ok: true, value: expect.objectContaining({ kind: "problem", problem: "target_not_allowed" }) };
const OK = { ok: true, value: true };

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

const OF_VIEWS =
  "answers nothing; its merchantAction refuses as the others do, and the mutations are held by lib/orders/views/views.db.test.ts";

type Call = (merchantId: string, ids: TwoMerchants["ids"], world: TwoMerchants) => Promise<unknown>;

const NO_PASSKEY = { challengeId: "00000000-0000-4000-8000-000000000000", response: { id: "none", type: "public-key" } };

/**
 * Every server action. `merchant`: on a merchant's data; called with the owner's merchant, and with the other merchant's path and the
 * owner's integration. `person`: on the user's own data. `staff`: "not found" for others. `console`: without a merchant; "not found" for
 * others.
 */
export const ACTIONS: Record<
  string,
  { merchant: Call; foreignInOwn?: unknown } | { person: Call } | { staff: Call } | { console: Call } | { apart: string }
> = {
  "lib/identity/auth/actions signIn": { apart: "precedes the session; held by lib/identity/auth/auth.db.test.ts" },
  "lib/identity/auth/actions signOutOfEverything": { apart: "ends the own sessions alone; held by lib/identity/auth/auth.db.test.ts" },
  "lib/identity/auth/actions beginPasskeySignIn": { apart: "precedes the session; held by e2e/settings.spec.ts" },
  "lib/identity/auth/actions finishPasskeySignIn": { apart: "precedes the session; held by lib/identity/auth/settings.db.test.ts" },
  "lib/identity/auth/actions changeEmail": { person: () => links.changeEmail({ email: "other@example.com" }) },
  "lib/identity/auth/actions confirmThisEmail": { apart: "the link is the proof; held by lib/identity/auth/email-change.db.test.ts" },
  "lib/identity/auth/actions confirmThisBrowser": { apart: "the link is the proof; held by lib/identity/auth/auth.db.test.ts" },
  "lib/identity/auth/actions signInWithCode": { apart: "precedes the session; held by lib/identity/auth/second-factor.db.test.ts" },
  "lib/identity/auth/actions requestReset": { apart: "needs no session; held by lib/identity/auth/password.db.test.ts" },
  "lib/identity/auth/actions requestSignUp": { apart: "needs no session; held by lib/identity/accounts/sign-up.db.test.ts" },
  "lib/identity/auth/actions createAccount": {
    apart: "the link of a mail is the proof; held by lib/identity/accounts/sign-up.db.test.ts",
  },
  "lib/identity/auth/actions chooseNewPassword": {
    apart: "needs no session: the mailed link is the proof; held by lib/identity/auth/password.db.test.ts",
  },
  "lib/operations/freeze/actions freezeThisChange": { apart: "the link is the proof; held by lib/operations/freeze/freeze.db.test.ts" },
  "lib/operations/freeze/actions endThisFreeze": { apart: "the link is the proof; held by lib/operations/freeze/freeze.db.test.ts" },
  "lib/identity/auth/actions signOut": { person: () => auth.signOut() },
  "lib/sync/actions refreshIntegration": {
    merchant: (merchantId, { integrationId }) => sync.refreshIntegration(merchantId, { integrationId }),
  },
  "lib/integrations/list/bulk-actions refreshThrottled": {
    merchant: (merchantId) => bulk.refreshThrottled(merchantId, {}),
    foreignInOwn: { ok: true, value: { runs: [], refused: [] } },
  },
  "lib/integrations/list/bulk-actions refreshMany": {
    merchant: (merchantId, { integrationId }) => bulk.refreshMany(merchantId, { integrationIds: [integrationId] }),
    foreignInOwn: { ok: true, value: { runs: [], refused: [expect.objectContaining({ code: "not_found" })] } },
  },
  "lib/integrations/list/bulk-actions readBulk": {
    merchant: (merchantId, { integrationId, runId }) =>
      bulk.readBulk(merchantId, { runs: [{ integrationId, runId, joined: false }], refused: [] }),
    foreignInOwn: {
      ok: true,
      value: {
        progress: { shops: 1, ended: 1, fetched: 0, total: 0 },
        outcome: {
          succeeded: 0,
          created: 0,
          updated: 0,
          tookMs: null,
          joined: null,
          notRefreshed: 1,
          reasons: [{ words: "One shop: Was disconnected meanwhile.", shops: [] }],
        },
      },
    },
  },
  "lib/check/actions checkIntegration": {
    merchant: (merchantId, { integrationId }) => checks.checkIntegration(merchantId, { integrationId }),
  },
  "lib/check/actions testCauseAgain": {
    merchant: (merchantId, { integrationId, checkId }) =>
      checks.testCauseAgain(merchantId, { integrationId, ofCheckId: checkId, causeIndex: 0 }),
  },
  "lib/sync/actions pauseIntegration": {
    merchant: (merchantId, { integrationId }) => sync.pauseIntegration(merchantId, { integrationId }),
  },
  "lib/sync/actions resumeIntegration": {
    merchant: (merchantId, { integrationId }) => sync.resumeIntegration(merchantId, { integrationId }),
  },
  "lib/integrations/list/bulk-actions checkMany": {
    merchant: (merchantId, { integrationId }) => bulk.checkMany(merchantId, { integrationIds: [integrationId] }),
    foreignInOwn: { ok: true, value: { started: 0, refused: 1 } },
  },
  "lib/integrations/list/bulk-actions pauseMany": {
    merchant: (merchantId, { integrationId }) => bulk.pauseMany(merchantId, { integrationIds: [integrationId] }),
    foreignInOwn: { ok: true, value: { paused: [] } },
  },
  "lib/integrations/list/bulk-actions resumeMany": {
    merchant: (merchantId, { integrationId }) => bulk.resumeMany(merchantId, { integrationIds: [integrationId] }),
    foreignInOwn: { ok: true, value: { resumed: 0 } },
  },
  "lib/identity/preferences/actions keepListView": {
    merchant: (merchantId) => preferences.keepListView(merchantId, { columns: ["parcels"], views: [] }),
    foreignInOwn: { ok: true, value: true },
  },
  "lib/integrations/connect/connect-actions inspectAddress": {
    merchant: (merchantId) => connect.inspectAddress(merchantId, { address: METADATA }),
    foreignInOwn: NOT_ALLOWED,
  },
  "lib/integrations/connect/connect-actions connectShop": {
    merchant: (merchantId) => connect.connectShop(merchantId, { address: METADATA, name: "Shop", shopSystem: "woocommerce" }),
    foreignInOwn: NOT_ALLOWED,
  },
  "lib/integrations/connect/connect-actions changeShopSystemAction": {
    merchant: (merchantId, { integrationId }) => connect.changeShopSystemAction(merchantId, { integrationId, shopSystem: "magento" }),
  },
  "lib/sync/actions countBackfillAction": {
    merchant: (merchantId, { integrationId }) =>
      sync.countBackfillAction(merchantId, { integrationId, from: "2026-11-01", to: "2026-11-02", timeZone: "UTC" }),
  },
  "lib/sync/actions dismissQuarantinedAction": {
    merchant: (merchantId, ids) => sync.dismissQuarantinedAction(merchantId, { ...ids, reason: "x" }),
  },
  "lib/sync/actions restoreQuarantinedAction": { merchant: (merchantId, ids) => sync.restoreQuarantinedAction(merchantId, ids) },
  "lib/sync/actions confirmEmptyShopAction": {
    merchant: (merchantId, { integrationId }) => sync.confirmEmptyShopAction(merchantId, { integrationId }),
  },
  "lib/sync/actions startBackfillAction": {
    merchant: (merchantId, { integrationId }) =>
      sync.startBackfillAction(merchantId, { integrationId, from: "2026-11-01", to: "2026-11-02", timeZone: "UTC" }),
  },
  "lib/sync/actions stopBackfillAction": {
    merchant: (merchantId, { backfillId }) => sync.stopBackfillAction(merchantId, { runId: backfillId }),
  },
  "lib/orders/actions setMethodFallbackAction": {
    merchant: (merchantId, { integrationId }) => orders.setMethodFallbackAction(merchantId, { integrationId, isOn: false }),
  },
  "lib/sync/actions planMaintenanceAction": {
    merchant: (merchantId, { integrationId }) => {
      const soon = new Date(Date.now() + 3_600_000).toISOString().slice(0, 16);
      const later = new Date(Date.now() + 7_200_000).toISOString().slice(0, 16);
      return sync.planMaintenanceAction(merchantId, { integrationId, from: soon, to: later, timeZone: "UTC" });
    },
  },
  "lib/sync/actions cancelMaintenanceAction": {
    merchant: (merchantId, { windowId }) => sync.cancelMaintenanceAction(merchantId, { windowId }),
  },
  "lib/sync/actions makeMaintenanceTokenAction": {
    merchant: (merchantId, { integrationId }) => sync.makeMaintenanceTokenAction(merchantId, { integrationId }),
  },
  "lib/sync/actions revokeMaintenanceTokenAction": {
    merchant: (merchantId, { integrationId }) => sync.revokeMaintenanceTokenAction(merchantId, { integrationId }),
  },
  "lib/orders/actions makeWebhookSecretAction": {
    merchant: (merchantId, { integrationId }) => orders.makeWebhookSecretAction(merchantId, { integrationId }),
  },
  "lib/orders/actions revokeWebhookSecretAction": {
    merchant: (merchantId, { integrationId }) => orders.revokeWebhookSecretAction(merchantId, { integrationId }),
  },
  "lib/integrations/settings/settings-actions switchBadgeAction": {
    merchant: (merchantId, { integrationId }) => shopSettings.switchBadgeAction(merchantId, { integrationId, on: true }),
  },
  "lib/sync/actions requestInstantOrdersAction": {
    merchant: (merchantId, { integrationId }) => sync.requestInstantOrdersAction(merchantId, { integrationId }),
  },
  "lib/sync/actions endInstantOrdersAction": {
    merchant: (merchantId, { integrationId }) => sync.endInstantOrdersAction(merchantId, { integrationId }),
  },
  "lib/operations/learning/actions answerFixAction": {
    merchant: (merchantId, { integrationId, incidentId }) =>
      learning.answerFixAction(merchantId, {
        integrationId,
        incidentId,
        cause: "ip_blocked",
        recipe: "",
        answer: "something_else",
        text: "A new cable",
      }),
  },
  "lib/operations/reports/actions createReportAction": {
    merchant: (merchantId, { integrationId, checkId }) =>
      reports.createReportAction(merchantId, { integrationId, checkId, causeIndexes: [0], locale: "en", shownName: "", days: 7 }),
  },
  "lib/operations/reports/actions listAlikeAction": {
    merchant: (merchantId, { integrationId, checkId }) =>
      reports.listAlikeAction(merchantId, { integrationId, checkId, causeIndexes: [0] }),
  },
  "lib/operations/reports/actions createCertificateReportAction": {
    merchant: (merchantId, { integrationId }) =>
      reports.createCertificateReportAction(merchantId, { integrationId, locale: "en", shownName: "", days: 7 }),
  },
  "lib/operations/reports/actions shareReportAction": {
    merchant: (merchantId, { integrationId, reportId }) => reports.shareReportAction(merchantId, { integrationId, reportId, how: "link" }),
  },
  "lib/operations/reports/answers/actions replyToHostAction": {
    merchant: (merchantId, { integrationId, reportId }) =>
      hostReplies.replyToHostAction(merchantId, { integrationId, reportId, text: "Hello" }),
  },
  "lib/operations/reports/actions remindHostAction": {
    merchant: (merchantId, { integrationId, reportId }) => reports.remindHostAction(merchantId, { integrationId, reportId }),
  },
  "lib/operations/reports/actions revokeReportAction": {
    merchant: (merchantId, { integrationId, reportId }) => reports.revokeReportAction(merchantId, { integrationId, reportId }),
  },
  "lib/integrations/approval/actions startShopApproval": {
    merchant: (merchantId, { integrationId }) => approval.startShopApproval(merchantId, { integrationId, shopSystem: "woocommerce" }),
  },
  "lib/integrations/approval/actions startMagentoHandshake": {
    merchant: (merchantId, { integrationId }) => approval.startMagentoHandshake(merchantId, { integrationId }),
  },
  "lib/integrations/approval/actions readApproval": {
    merchant: async (merchantId, { integrationId }) => {
      const read = await approval.readApproval(merchantId, { integrationId });
      return read.ok && read.value === null ? NOT_FOUND : read;
    },
  },
  "lib/integrations/approval/actions dropApproval": {
    merchant: (merchantId, { integrationId }) => approval.dropApproval(merchantId, { integrationId }),
    foreignInOwn: OK,
  },
  "lib/integrations/settings/key-actions tryKey": {
    merchant: (merchantId, { integrationId }) =>
      connectKey.tryKey(merchantId, { integrationId, values: { consumerKey: "ck_x" }, since: null, timeZone: "UTC" }),
  },
  "lib/integrations/settings/key-actions storeKeyAndImport": {
    merchant: (merchantId, { integrationId }) =>
      connectKey.storeKeyAndImport(merchantId, {
        integrationId,
        values: { consumerKey: "ck_x" },
        choice: { kind: "all" },
        leftOut: [],
        timeZone: "UTC",
      }),
  },
  "lib/integrations/settings/settings-actions renameAction": {
    merchant: (merchantId, { integrationId }) => shopSettings.renameAction(merchantId, { integrationId, name: "Taken" }),
  },
  "lib/integrations/settings/settings-actions saveImportAction": {
    merchant: (merchantId, { integrationId }) =>
      shopSettings.saveImportAction(merchantId, { integrationId, seconds: 3600, leftOut: ["completed"] }),
  },
  "lib/integrations/settings/settings-actions changeAddressAction": {
    // A public URL: validated, never contacted.
    merchant: (merchantId, { integrationId }) =>
      shopSettings.changeAddressAction(merchantId, { integrationId, address: "https://9.9.9.9", withoutKey: true }),
  },
  "lib/integrations/settings/settings-actions replaceCredentialsAction": {
    merchant: (merchantId, { integrationId }) =>
      shopSettings.replaceCredentialsAction(merchantId, { integrationId, values: { consumerKey: "ck_x", consumerSecret: "cs_x" } }),
  },
  "lib/integrations/settings/settings-actions disconnectAction": {
    merchant: (merchantId, { integrationId }) => shopSettings.disconnectAction(merchantId, { integrationId, typedName: OWNERS_MARK }),
  },
  "lib/orders/actions markShippedAction": {
    merchant: (merchantId, { orderId }) =>
      orders.markShippedAction(merchantId, { orderId, carrier: "dhl", trackingNumber: "1", trackingUrl: "" }),
  },
  "lib/orders/actions markManyShippedAction": {
    merchant: (merchantId, { orderId }) =>
      orders.markManyShippedAction(merchantId, { parcels: [{ orderId, carrier: "dhl", trackingNumber: "1", trackingUrl: "" }] }),
    foreignInOwn: { ok: true, value: { kind: "recorded", shipmentIds: [], known: 0, missing: [expect.any(String)] } },
  },
  "lib/orders/actions undoShipmentAction": {
    merchant: (merchantId, { shipmentId }) => orders.undoShipmentAction(merchantId, { shipmentIds: [shipmentId] }),
    foreignInOwn: { ok: true, value: { takenBack: 0 } },
  },
  "lib/orders/actions correctShipmentAction": {
    merchant: (merchantId, { shipmentId }) =>
      orders.correctShipmentAction(merchantId, { shipmentId, carrier: "UPS", trackingNumber: "1Z", trackingUrl: "" }),
  },
  "lib/orders/views/actions saveOrderViewForm": { apart: OF_VIEWS },
  "lib/orders/views/actions removeOrderViewForm": { apart: OF_VIEWS },
  "lib/orders/actions dropShipmentAction": {
    merchant: (merchantId, { shipmentId }) => orders.dropShipmentAction(merchantId, { shipmentId }),
  },
  "lib/orders/actions sendAgainAction": {
    merchant: (merchantId, { shipmentId }) => orders.sendAgainAction(merchantId, { shipmentId }),
  },
  "lib/orders/actions sendAllAgainAction": {
    merchant: (merchantId, { integrationId }) => orders.sendAllAgainAction(merchantId, { integrationId }),
  },
  "lib/orders/actions importShipmentsAction": {
    merchant: (merchantId, { integrationId }) =>
      orders.importShipmentsAction(merchantId, {
        integrationId,
        text: `order,carrier,tracking\n${OWNERS_MARK},DHL,1`,
        preview: false,
      }),
  },
  "lib/operations/addresses/actions tryComingAddresses": {
    merchant: (merchantId, { integrationId }) => addressesConsole.tryComingAddresses(merchantId, { integrationId }),
  },
  "lib/operations/addresses/actions previewAnnounce": {
    console: () => addressesConsole.previewAnnounce({ addresses: "127.0.0.9", retiring: "", plannedOn: "2100-01-01" }),
  },
  "lib/operations/addresses/actions announce": {
    console: () => addressesConsole.announce({ addresses: "127.0.0.9", retiring: "", plannedOn: "2100-01-01" }),
  },
  "lib/operations/addresses/actions move": { console: () => addressesConsole.move({ rehearsalId: randomUUID(), accepted: null }) },
  "lib/operations/addresses/actions moveBack": { console: () => addressesConsole.moveBack({ rehearsalId: randomUUID() }) },
  "lib/operations/addresses/actions withdraw": { console: () => addressesConsole.withdraw({ rehearsalId: randomUUID() }) },
  "lib/api/actions makeApiTokenAction": {
    merchant: (merchantId) => apiTokens.makeApiTokenAction(merchantId, { name: "x", scopes: [], integrationIds: [], expiresInDays: "30" }),
    // Into the caller's own merchant.
    foreignInOwn: { ok: true, value: { token: expect.stringMatching(/^mooring_/) } },
  },
  "lib/api/actions revokeApiTokenAction": {
    merchant: (merchantId, { apiTokenId }) => apiTokens.revokeApiTokenAction(merchantId, { id: apiTokenId }),
  },
  "lib/api/actions takeOverApiTokenAction": {
    merchant: (merchantId, { apiTokenId }) => apiTokens.takeOverApiTokenAction(merchantId, { id: apiTokenId }),
  },
  "lib/orders/privacy/actions saveRetentionAction": {
    merchant: (merchantId) => privacy.saveRetentionAction(merchantId, { orderDays: "0", addressDays: "0" }),
    foreignInOwn: { ok: true, value: true },
  },
  "lib/orders/privacy/actions eraseBuyerAction": {
    merchant: (merchantId) => privacy.eraseBuyerAction(merchantId, { email: "none@customer.example" }),
    // In the caller's own merchant.
    foreignInOwn: { ok: true, value: true },
  },
  "lib/operations/privacy/actions askMerchantDeletionAction": {
    merchant: (merchantId) => deletion.askMerchantDeletionAction(merchantId, { name: "another name" }),
    foreignInOwn: { ok: false, code: "input_invalid", fields: { name: "name_differs" } },
  },
  "lib/operations/privacy/actions withdrawMerchantDeletionAction": {
    merchant: (merchantId) => deletion.withdrawMerchantDeletionAction(merchantId, {}),
  },
  "lib/sync/actions lookUpOrderAction": {
    merchant: (merchantId, { integrationId }) => sync.lookUpOrderAction(merchantId, { text: "1001", integrationId, importsOlder: false }),
    // A shop of another merchant is not asked.
    foreignInOwn: { ok: true, value: { lookups: [], shopsNotAsked: 0 } },
  },
  "lib/sync/actions lookUpOrderAsStaff": {
    merchant: (merchantId, { integrationId }) => sync.lookUpOrderAsStaff(merchantId, { text: "1001", integrationId, importsOlder: true }),
  },
  "lib/identity/accounts/member-actions inviteAction": {
    merchant: (merchantId) => members.inviteAction(merchantId, { email: "guest@example.com", role: "owner" }),
    foreignInOwn: { ok: true, value: { id: expect.any(String) } },
  },
  "lib/identity/accounts/member-actions sendInvitationAgainAction": {
    merchant: (merchantId, { invitationId }) => members.sendInvitationAgainAction(merchantId, { id: invitationId }),
  },
  "lib/identity/accounts/member-actions withdrawInvitationAction": {
    merchant: (merchantId, { invitationId }) => members.withdrawInvitationAction(merchantId, { id: invitationId }),
  },
  "lib/identity/accounts/member-actions removeMemberAction": {
    merchant: (merchantId, _ids, world) => members.removeMemberAction(merchantId, { personId: world.owner.person.personId }),
  },
  "lib/identity/accounts/member-actions leaveAction": {
    merchant: (merchantId) => members.leaveAction(merchantId, {}),
    foreignInOwn: { ok: false, code: "last_owner" },
  },
  "lib/identity/accounts/member-actions changeRoleAction": {
    merchant: (merchantId, _ids, world) => members.changeRoleAction(merchantId, { personId: world.owner.person.personId, role: "member" }),
  },
  "lib/identity/accounts/invitation-actions acceptHere": {
    apart: "the link of a mail is the proof; held by lib/identity/accounts/members.db.test.ts",
  },
  "lib/identity/accounts/invitation-actions acceptAsNew": {
    apart: "the link of a mail is the proof; held by lib/identity/accounts/members.db.test.ts",
  },
  "lib/identity/accounts/invitation-actions signOutForInvitation": { person: () => invitation.signOutForInvitation("none") },
  "lib/support/threads/actions askSupportAction": {
    merchant: (merchantId, { integrationId }) =>
      questions.askSupportAction(merchantId, { text: "?", integrationId, causeCode: null, runId: null }),
  },
  "lib/support/threads/actions writeToSupport": {
    merchant: (merchantId, { threadId }) => questions.writeToSupport(merchantId, { threadId, text: "x" }),
  },
  "lib/support/threads/actions markReadAction": {
    merchant: (merchantId, { threadId }) => questions.markReadAction(merchantId, { threadId }),
    foreignInOwn: { ok: true, value: false },
  },
  "lib/operations/fleet/actions orderBulkJob": {
    staff: () => fleet.orderBulkJob("?state=throttled", formOf({ kind: "check", reason: "because", perMinute: "10" })),
  },
  "lib/operations/fleet/actions askHost": { staff: () => fleet.askHost(randomUUID(), new FormData()) },
  "lib/operations/fleet/actions stopJob": { staff: () => fleet.stopJob(randomUUID()) },
  "lib/support/outcomes/actions recordOutcomeAction": {
    console: (merchantId) =>
      outcomes.recordOutcomeAction({
        merchantId,
        incidentId: randomUUID(),
        solvedBy: "host",
        verdict: "confirmed",
        actualCause: null,
        text: "x",
      }),
  },
  "lib/support/macros/actions draftAnswersAction": {
    merchant: (merchantId, { threadId, integrationId }) => macros.draftAnswersAction(merchantId, { threadId, integrationId, locale: null }),
  },
  "lib/support/macros/actions sendAnswerAction": {
    console: (merchantId, { threadId, integrationId }) =>
      macros.sendAnswerAction({
        merchantId,
        threadId,
        integrationId,
        incident: null,
        act: "none",
        snoozeHours: null,
        name: "x",
        text: "x",
      }),
  },
  "lib/support/macros/actions saveMacroAction": {
    console: () => macros.saveMacroAction({ id: null, name: "x", texts: { en: "x" }, act: "none", snoozeHours: null }),
  },
  "lib/support/macros/actions removeMacroAction": { console: () => macros.removeMacroAction({ id: randomUUID() }) },
  "lib/support/threads/actions solveThreadAction": {
    merchant: (merchantId, { threadId }) =>
      questions.solveThreadAction(merchantId, { threadId, causeCode: null, fix: "abc", solvedBy: null, verdict: null }),
  },
  "lib/support/threads/actions markReadByStaff": {
    merchant: (merchantId, { threadId }) => questions.markReadByStaff(merchantId, { threadId }),
  },
  "lib/identity/accounts/member-actions giveConsentAction": {
    merchant: (merchantId) => consent.giveConsentAction(merchantId, { days: 7 }),
    foreignInOwn: { ok: true, value: true },
  },
  "lib/identity/accounts/member-actions withdrawConsentAction": {
    merchant: (merchantId) => consent.withdrawConsentAction(merchantId, {}),
    foreignInOwn: { ok: true, value: true },
  },
  "lib/support/actions openMerchantData": {
    staff: (merchantId) => support.openMerchantData(merchantId, formOf({ reason: "because", to: "" })),
  },
  "lib/support/actions openMerchant": { staff: (merchantId) => support.openMerchant(merchantId, new FormData()) },
  "lib/support/actions endActing": { staff: (merchantId) => support.endActing(merchantId) },
  "lib/support/actions searchBuyerAction": {
    console: () => support.searchBuyerAction({ email: "buyer@customer.example", reason: "because" }),
  },
  "lib/support/actions keepNote": { staff: (merchantId) => support.keepNote(merchantId, formOf({ text: "x" })) },
  "lib/support/actions removeMerchantNote": { staff: (merchantId) => support.removeMerchantNote(merchantId, randomUUID()) },
  "lib/support/actions keepView": { staff: () => support.keepView(null, formOf({ name: "x", path: "/support", query: "?page=2" })) },
  "lib/support/actions removeSavedView": { staff: () => support.removeSavedView(randomUUID()) },
  "lib/support/queue/actions assignAction": {
    console: (merchantId) => queue.assignAction({ merchantId, incidentId: randomUUID(), seen: 0, personId: null }),
  },
  "lib/support/queue/actions snoozeAction": {
    console: (merchantId) => queue.snoozeAction({ merchantId, incidentId: randomUUID(), seen: 0, hours: 4, reason: "because" }),
  },
  "lib/support/queue/actions assignManyAction": {
    console: (merchantId) => queue.assignManyAction({ incidents: [{ merchantId, incidentId: randomUUID(), seen: 0 }], personId: null }),
  },
  "lib/support/queue/actions snoozeManyAction": {
    console: (merchantId) =>
      queue.snoozeManyAction({ incidents: [{ merchantId, incidentId: randomUUID(), seen: 0 }], hours: 4, reason: "because" }),
  },
  "lib/support/queue/actions wakeAction": {
    console: (merchantId) => queue.wakeAction({ merchantId, incidentId: randomUUID(), seen: 0 }),
  },
  "lib/support/queue/actions tryStepAction": {
    console: (merchantId, { integrationId }) => queue.tryStepAction(merchantId, { integrationId, act: "refresh" }),
  },
  "lib/support/actions leaveMerchant": { staff: (merchantId) => support.leaveMerchant(merchantId) },
  "lib/notify/unsubscribe-actions stopMails": {
    apart: "has no session: the signed token is the proof; held by lib/notify/notifications.db.test.ts",
  },
  "lib/notify/actions readNotifications": {
    merchant: (merchantId) => notifications.readNotifications(merchantId, {}),
    foreignInOwn: OK,
  },
  "lib/notify/actions storeNotificationChoices": {
    merchant: (merchantId, { integrationId }) =>
      notifications.storeNotificationChoices(merchantId, { mine: null, channels: [{ channelId: integrationId, kinds: [] }] }),
  },
  "lib/notify/actions testMail": {
    merchant: (merchantId) => notifications.testMail(merchantId, {}),
    foreignInOwn: OK,
  },
  "lib/notify/actions addNotificationChannel": {
    merchant: (merchantId) =>
      notifications.addNotificationChannel(merchantId, { kind: "slack", name: "Chat", url: METADATA, kinds: ["needs_you"] }),
    foreignInOwn: { ok: false, code: "channel_url_not_allowed" },
  },
  "lib/notify/actions removeNotificationChannel": {
    merchant: (merchantId, { integrationId }) => notifications.removeNotificationChannel(merchantId, { channelId: integrationId }),
  },
  "lib/notify/actions restoreNotificationChannel": {
    merchant: (merchantId, { integrationId }) => notifications.restoreNotificationChannel(merchantId, { channelId: integrationId }),
    foreignInOwn: { ok: false, code: "channel_gone" },
  },
  "lib/notify/actions testNotificationChannel": {
    merchant: (merchantId, { integrationId }) => notifications.testNotificationChannel(merchantId, { channelId: integrationId }),
  },
  "lib/notify/events/actions chooseEventsAction": {
    merchant: (merchantId, { integrationId }) => events.chooseEventsAction(merchantId, { channelId: integrationId, events: [] }),
  },
  "lib/notify/events/actions replayEventsAction": {
    merchant: (merchantId, { integrationId }) => events.replayEventsAction(merchantId, { channelId: integrationId, hours: 1 }),
  },
  "lib/notify/events/actions resendEventAction": {
    merchant: (merchantId, { integrationId }) => events.resendEventAction(merchantId, { channelId: integrationId, eventId: integrationId }),
  },
  "lib/notify/actions resendNotification": {
    merchant: (merchantId, { integrationId }) => notifications.resendNotification(merchantId, { deliveryId: integrationId }),
  },
  "lib/identity/accounts/profile-actions saveProfile": {
    person: () => profile.saveProfile({ name: "Anna", locale: "de", timeZone: "UTC", clock: "24h" }),
  },
  "lib/identity/auth/sign-in-method-actions endSession": {
    person: (_merchantId, _ids, world) => settings.endSession({ sessionId: world.owner.person.sessionId }),
  },
  "lib/identity/auth/sign-in-method-actions endOtherSessions": { person: () => settings.endOtherSessions({}) },
  "lib/identity/auth/sign-in-method-actions choosePassword": {
    person: () => settings.choosePassword({ current: "none", next: "a password of another user" }),
  },
  "lib/identity/erasure/actions askAccountDeletionAction": { person: () => erasure.askAccountDeletionAction({}) },
  "lib/identity/erasure/actions withdrawAccountDeletionAction": { person: () => erasure.withdrawAccountDeletionAction({}) },
  "lib/identity/auth/sign-in-method-actions beginPasskey": { person: () => settings.beginPasskey({}) },
  "lib/identity/auth/sign-in-method-actions storePasskey": { person: () => settings.storePasskey(NO_PASSKEY) },
  "lib/identity/auth/sign-in-method-actions dropPasskey": { person: () => settings.dropPasskey({ id: "none" }) },
  "lib/identity/auth/sign-in-method-actions proveWithPassword": { person: () => settings.proveWithPassword({ password: "none" }) },
  "lib/identity/auth/sign-in-method-actions beginProof": { person: () => settings.beginProof({}) },
  "lib/identity/auth/sign-in-method-actions proveWithPasskey": { person: () => settings.proveWithPasskey(NO_PASSKEY) },
  "lib/identity/auth/sign-in-method-actions beginSecondFactor": { person: () => settings.beginSecondFactor({}) },
  "lib/identity/auth/sign-in-method-actions switchSecondFactorOn": { person: () => settings.switchSecondFactorOn({ code: "000000" }) },
  "lib/identity/auth/sign-in-method-actions makeRecoveryCodes": { person: () => settings.makeRecoveryCodes({}) },
  "lib/identity/auth/sign-in-method-actions switchSecondFactorOff": { person: () => settings.switchSecondFactorOff({}) },
  "lib/identity/accounts/profile-actions chooseLocale": { person: () => profile.chooseLocale("de") },
  "lib/identity/accounts/profile-actions chooseSingleKeys": { person: () => profile.chooseSingleKeys("off") },
  "lib/identity/accounts/profile-actions chooseTheme": { person: () => profile.chooseTheme("dark") },
};
