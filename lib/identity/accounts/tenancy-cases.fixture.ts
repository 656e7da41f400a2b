import * as api from "@/lib/api/data";
import * as apiChanges from "@/lib/api/mutations";
import * as checks from "@/lib/check/data";
import * as checkChanges from "@/lib/check/mutations";
import * as endings from "@/lib/health/endings/data";
import { listIntegrationNames } from "@/lib/health/shop-names";
import { type MerchantScope, type OwnerScope, ownerScope } from "@/lib/identity/accounts/access";
import * as accounts from "@/lib/identity/accounts/data";
import * as accountChanges from "@/lib/identity/accounts/mutations";
import * as audit from "@/lib/identity/audit/data";
import { EVERYTHING_LOGGED } from "@/lib/identity/audit/schema";
import * as auth from "@/lib/identity/auth/data";
import * as authChanges from "@/lib/identity/auth/mutations";
import * as incidents from "@/lib/incidents/data";
import { inMerchant } from "@/lib/infra/db";
import { sqlWithin } from "@/lib/infra/sql";
import * as approvals from "@/lib/integrations/approval/data";
import * as approvalChanges from "@/lib/integrations/approval/mutations";
import * as badges from "@/lib/integrations/badge/data";
import * as badgeChanges from "@/lib/integrations/badge/mutations";
import * as integrations from "@/lib/integrations/data";
import * as history from "@/lib/integrations/history/data";
import { listDays } from "@/lib/integrations/history/days";
import * as shopLists from "@/lib/integrations/list/list-reads";
import { EVERYTHING } from "@/lib/integrations/list/list-view";
import * as integrationChanges from "@/lib/integrations/mutations";
import * as shopifyApp from "@/lib/integrations/shopify-app/mutations";
import { hasChosenPreferences } from "@/lib/notify/data";
import * as eventChanges from "@/lib/notify/events/mutations";
import * as notificationChanges from "@/lib/notify/mutations";
import * as addressChanges from "@/lib/operations/addresses/mutations";
import * as evidence from "@/lib/operations/evidence/data";
import * as fleet from "@/lib/operations/fleet/data";
import * as learning from "@/lib/operations/learning/data";
import * as learningChanges from "@/lib/operations/learning/mutations";
import * as privacyChanges from "@/lib/operations/privacy/mutations";
import * as reportAnswers from "@/lib/operations/reports/answers/data";
import * as answerChanges from "@/lib/operations/reports/answers/mutations";
import * as reports from "@/lib/operations/reports/data";
import * as reportChanges from "@/lib/operations/reports/mutations";
import * as orders from "@/lib/orders/data";
import * as orderExport from "@/lib/orders/export/data";
import * as orderExportChanges from "@/lib/orders/export/mutations";
import * as fallbackChanges from "@/lib/orders/method-fallback/mutations";
import * as orderChanges from "@/lib/orders/mutations";
import { NO_FILTER } from "@/lib/orders/order-query";
import * as buyers from "@/lib/orders/privacy/data";
import * as buyerChanges from "@/lib/orders/privacy/mutations";
import * as tracking from "@/lib/orders/tracking/data";
import * as trackingChanges from "@/lib/orders/tracking/outbox/mutations";
import * as webhookChanges from "@/lib/orders/tracking/webhook/mutations";
import * as macros from "@/lib/support/macros/data";
import * as threads from "@/lib/support/threads/data";
import * as threadChanges from "@/lib/support/threads/mutations";
import * as backfill from "@/lib/sync/backfill/data";
import * as backfillChanges from "@/lib/sync/backfill/mutations";
import * as syncLoads from "@/lib/sync/coverage-reads";
import * as sync from "@/lib/sync/data";
import * as maintenance from "@/lib/sync/maintenance/data";
import * as maintenanceChanges from "@/lib/sync/maintenance/mutations";
import * as syncChanges from "@/lib/sync/mutations";
import * as runReads from "@/lib/sync/past-runs/run-reads";
import * as quarantineChanges from "@/lib/sync/quarantine/mutations";
import * as silence from "@/lib/sync/silence/data";
import * as instantOrders from "@/lib/sync/webhooks/data";
import * as instantOrderChanges from "@/lib/sync/webhooks/mutations";
import { type Asker, OWNERS_ADDRESS, OWNERS_MARK, type TwoMerchants } from "@/lib/testing/two-merchants";

type Ids = TwoMerchants["ids"];

/** `reads` runs as the owner, who must see the data, and as another merchant, who must not. */
type TenancyCase =
  | { reads: (asker: Asker, ids: Ids) => Promise<unknown> }
  /** Runs as another merchant with the owner's ids. `answer`: the expected result; "throws" if the database refuses. */
  | { changes: (asker: Asker, ids: Ids) => Promise<unknown>; answer: unknown }
  /** Not about one merchant; gives the reason and the test that covers it. */
  | { apart: string };

export const notFound = { ok: false, reason: "not_found" };
const notFoundCode = { ok: false, reason: { code: "not_found" } };

const OF_STAFF_THREADS = "takes a scope of the platform, which only staff and jobs get; held by lib/support/threads/threads.db.test.ts";
const OF_STAFF_FLEET = "takes a scope of the platform, which only staff and jobs get; held by lib/operations/fleet/fleet.db.test.ts";
const OF_STAFF_LEARNING =
  "takes a scope of the platform, which only staff and jobs get; held by lib/operations/learning/learning.db.test.ts";
const OF_FREEZE = "takes the token of a mailed link, which names the merchant; held by lib/operations/freeze/freeze.db.test.ts";
const OF_STAFF_OUTCOMES = "takes a scope of the platform, which only staff and jobs get; held by lib/support/outcomes/outcomes.db.test.ts";
const OF_STAFF_MACROS = "takes a scope of the platform, which only staff and jobs get; held by lib/support/macros/macros.db.test.ts";
const OF_STAFF_QUEUE = "takes a scope of the platform, which only staff and jobs get; held by lib/support/queue/queue.db.test.ts";
const OF_STAFF = "takes a scope of the platform, which only staff and jobs get; held by lib/support/support.db.test.ts";

/** Each merchant's own owner acts here. */
export function owning(scope: MerchantScope): OwnerScope {
  const owner = ownerScope(scope);
  if (!owner) throw new Error("no owner");
  return owner;
}

const BY_TOKEN = "the single-use token in the link is the proof; held by the route tests of app/api/connect";
const PURE = "reads no data";
const OF_ONESELF = "takes the signed-in person; held by lib/identity/erasure";
const OF_JOBS = "takes a scope of the platform, which only staff and jobs get";
const OF_US = "how our own side works, the same for everyone";

/** Every exported function of every data.ts and mutations.ts of lib/. tenancy.db.test.ts fails until a new one is listed here. */
export const TENANCY_CASES: Record<string, TenancyCase> = {
  "identity/erasure/data exportAccount": { apart: OF_ONESELF },
  "identity/erasure/data findAccountDeletion": { apart: OF_ONESELF },
  "identity/erasure/mutations askAccountDeletion": { apart: OF_ONESELF },
  "identity/erasure/mutations recordAccountExport": { apart: OF_ONESELF },
  "identity/erasure/mutations withdrawAccountDeletion": { apart: OF_ONESELF },
  "identity/erasure/mutations eraseDueAccounts": { apart: OF_JOBS },
  "operations/freeze/data findLink": { apart: OF_FREEZE },
  "operations/freeze/data isSuperseded": { apart: OF_FREEZE },
  "operations/freeze/data mayEnd": { apart: "pure" },
  "operations/freeze/data findFreezeView": { apart: OF_FREEZE },
  "operations/freeze/mutations freezeChange": { apart: OF_FREEZE },
  "operations/freeze/mutations endFreeze": { apart: OF_FREEZE },
  "operations/privacy/mutations eraseDueMerchants": { apart: OF_JOBS },
  "operations/privacy/mutations askMerchantDeletion": {
    changes: ({ scope }) => privacyChanges.askMerchantDeletion(owning(scope), { name: "another name" }),
    answer: { ok: false, reason: "name_differs" },
  },
  "operations/privacy/mutations recordMerchantExport": {
    changes: async ({ scope }) => privacyChanges.recordMerchantExport(owning(scope)),
    answer: undefined,
  },
  "operations/privacy/mutations withdrawMerchantDeletion": {
    changes: ({ scope }) => privacyChanges.withdrawMerchantDeletion(owning(scope)),
    answer: notFound,
  },
  "operations/status/data readOwnTrouble": { apart: OF_US },
  "operations/status/data readStatus": { apart: OF_US },
  "orders/privacy/data readPrivacy": {
    changes: ({ scope }) => buyers.readPrivacy(scope),
    answer: { orderDays: null, addressDays: null, deletionDueAt: null, erasedBuyers: 0, erasures: [] },
  },
  "orders/privacy/mutations eraseBuyer": {
    changes: ({ scope }) => buyerChanges.eraseBuyer(owning(scope), { email: OWNERS_ADDRESS }),
    answer: { ok: true, value: true },
  },
  "orders/privacy/mutations saveRetention": {
    changes: ({ scope }) => buyerChanges.saveRetention(owning(scope), { orderDays: 30, addressDays: null }),
    answer: { ok: true, value: true },
  },
  "api/mutations takeOverApiToken": {
    changes: ({ scope }, { apiTokenId }) => apiChanges.takeOverApiToken(owning(scope), { id: apiTokenId }),
    answer: notFound,
  },
  "health/endings/data listEndings": { changes: ({ scope }, { integrationId }) => endings.listEndings(scope, integrationId), answer: [] },
  "integrations/approval/data findApproval": {
    changes: ({ scope }, { integrationId }) => approvals.findApproval(scope, integrationId),
    answer: null,
  },
  "integrations/approval/data openHandedOver": {
    changes: ({ scope }, { integrationId: id }) => approvals.openHandedOver(scope, { id, baseUrl: "https://shop.example" }),
    answer: null,
  },
  "integrations/approval/data openSealed": { apart: BY_TOKEN },
  "integrations/approval/mutations approvalContext": { apart: PURE },
  "integrations/approval/mutations personOf": { apart: PURE },
  "integrations/approval/mutations readHandedOver": { apart: PURE },
  "integrations/approval/mutations exchangeApproval": { apart: BY_TOKEN },
  "integrations/approval/mutations concludeApproval": { apart: BY_TOKEN },
  "integrations/approval/mutations findWaitingApproval": { apart: BY_TOKEN },
  "integrations/approval/mutations findAnyApproval": { apart: BY_TOKEN },
  "integrations/approval/mutations holdConsumer": { apart: BY_TOKEN },
  "integrations/approval/mutations pruneApprovals": { apart: "deletes what has expired, of every merchant" },
  "integrations/approval/mutations forgetApproval": {
    changes: async ({ scope }, { integrationId }) => approvalChanges.forgetApproval(scope, integrationId),
    answer: { count: 0 },
  },
  "integrations/approval/mutations startApproval": {
    changes: ({ scope }, { integrationId }) => approvalChanges.startApproval(scope, integrationId, "woocommerce"),
    answer: notFound,
  },
  "integrations/shopify-app/mutations dropInstallation": {
    changes: ({ scope }, { integrationId }) => shopifyApp.dropInstallation(scope, integrationId),
    answer: notFound,
  },
  "integrations/shopify-app/mutations erasePersonalData": {
    changes: ({ scope }, { integrationId }) => shopifyApp.erasePersonalData(scope, integrationId, "all"),
    answer: "throws",
  },
  "integrations/shopify-app/mutations recordDataRequest": {
    changes: ({ scope }, { integrationId }) => shopifyApp.recordDataRequest(scope, integrationId, ["1"]),
    answer: "throws",
  },
  "identity/accounts/data findStaffMerchantScope": {
    changes: ({ person }, { merchantId }) => accounts.findStaffMerchantScope(person, merchantId, "because"),
    answer: null,
  },
  "identity/accounts/data findMerchantName": { reads: ({ scope }) => accounts.findMerchantName(scope) },
  "identity/accounts/data listMembers": { reads: ({ scope }) => accounts.listMembers(scope) },
  "identity/accounts/data listOpenings": { reads: ({ scope }) => accounts.listOpenings(scope) },
  "identity/accounts/data listInvitations": { reads: ({ scope }) => accounts.listInvitations(owning(scope)) },
  "identity/accounts/data findInvitation": { apart: "the link is the proof itself; held by lib/identity/accounts/invitations.db.test.ts" },
  "identity/accounts/mutations inviteMember": {
    // Into the caller's own merchant.
    changes: async ({ scope }) =>
      (await accountChanges.inviteMember(owning(scope), { email: "guest@example.com", role: "member" }, { locale: null })).ok,
    answer: true,
  },
  "identity/accounts/mutations sendInvitationAgain": {
    changes: ({ scope }, { invitationId }) => accountChanges.sendInvitationAgain(owning(scope), { id: invitationId }, { locale: null }),
    answer: notFound,
  },
  "identity/accounts/mutations withdrawInvitation": {
    changes: ({ scope }, { invitationId }) => accountChanges.withdrawInvitation(owning(scope), { id: invitationId }),
    answer: notFound,
  },
  "identity/accounts/mutations acceptInvitation": {
    apart: "the link is the proof itself; held by lib/identity/accounts/invitations.db.test.ts",
  },
  "identity/accounts/mutations acceptAsNewcomer": {
    apart: "the link is the proof itself; held by lib/identity/accounts/invitations.db.test.ts",
  },
  "identity/accounts/mutations signUp": { apart: "the link is the proof itself; held by lib/identity/accounts/sign-up.db.test.ts" },
  "identity/accounts/mutations removeMember": { apart: "asked below with the owner's person" },
  "identity/accounts/mutations leaveMerchant": {
    changes: ({ scope }) => accountChanges.leaveMerchant(scope),
    answer: { ok: false, reason: "last_owner" },
  },
  "identity/accounts/mutations changeRole": { apart: "asked below with the owner's person" },
  "identity/accounts/mutations updateProfile": {
    changes: ({ person }) => accountChanges.updateProfile(person, { locale: "de" }),
    answer: undefined,
  },
  "operations/addresses/data findRehearsal": {
    apart: "takes a scope of the platform, which only staff and jobs get; held by lib/operations/addresses/rehearsal.db.test.ts",
  },
  "operations/addresses/data listRehearsedShops": {
    apart: "takes a scope of the platform, which only staff and jobs get; held by lib/operations/addresses/rehearsal.db.test.ts",
  },
  "operations/addresses/data listRefusedRehearsals": {
    apart: "reported for a rehearsal alone; held by lib/operations/addresses/rehearsal.db.test.ts",
  },
  "operations/addresses/mutations recordFirstAddresses": {
    apart: "takes a scope of the platform, which only staff and jobs get; held by lib/operations/addresses/rehearsal.db.test.ts",
  },
  "operations/addresses/mutations announceAddresses": {
    apart: "takes a scope of the platform, which only staff and jobs get; held by lib/operations/addresses/rehearsal.db.test.ts",
  },
  "operations/addresses/mutations previewAnnouncement": {
    apart: "takes a scope of the platform, which only staff and jobs get; held by lib/operations/addresses/rehearsal.db.test.ts",
  },
  "operations/addresses/mutations withdrawAddresses": {
    apart: "takes a scope of the platform, which only staff and jobs get; held by lib/operations/addresses/rehearsal.db.test.ts",
  },
  "operations/addresses/mutations moveTraffic": {
    apart: "takes a scope of the platform, which only staff and jobs get; held by lib/operations/addresses/rehearsal.db.test.ts",
  },
  "operations/addresses/mutations moveTrafficBack": {
    apart: "takes a scope of the platform, which only staff and jobs get; held by lib/operations/addresses/rehearsal.db.test.ts",
  },
  "operations/addresses/mutations rehearseAgain": {
    changes: ({ scope }, { integrationId }) => addressChanges.rehearseAgain(scope, { integrationId }),
    answer: notFound,
  },
  "api/data listApiTokens": { reads: ({ scope }) => api.listApiTokens(scope) },
  "api/mutations makeApiToken": {
    // For the caller's own merchant.
    changes: async ({ scope }) =>
      (await apiChanges.makeApiToken(owning(scope), { name: "x", scopes: [], integrationIds: [], expiresInDays: 0 })).ok,
    answer: true,
  },
  "api/mutations revokeApiToken": {
    changes: ({ scope }, { apiTokenId }) => apiChanges.revokeApiToken(owning(scope), { id: apiTokenId }),
    answer: notFound,
  },
  "identity/audit/data listAuditEntries": { reads: ({ scope }, { integrationId }) => audit.listAuditEntries(scope, { integrationId }) },
  "identity/audit/data listAudit": { reads: ({ scope }) => audit.listAudit(scope, EVERYTHING_LOGGED, { timeZone: "UTC" }) },
  "identity/audit/data listAuditActors": { reads: ({ scope }) => audit.listAuditActors(scope) },
  "identity/audit/data listAllAudit": {
    apart: "takes a scope of the platform, which only staff and jobs get; held by lib/identity/audit/audit.db.test.ts",
  },
  "identity/auth/data findSessionPerson": { apart: "the id of the session is the proof itself; held by lib/identity/auth/auth.db.test.ts" },
  "identity/auth/data listSessions": { reads: ({ person }) => auth.listSessions(person, new Date()) },
  "identity/auth/data findFactors": { apart: "asks by the person's own id alone; held by lib/identity/auth/second-factor.db.test.ts" },
  "identity/auth/data noteSessionUsed": { apart: "by the session's own id; held by lib/identity/auth/auth.db.test.ts" },
  "identity/auth/data listSignInEvents": { apart: "asks by the person's own id alone; held by lib/identity/auth/auth.db.test.ts" },
  "identity/auth/data listAllSignInEvents": { apart: OF_STAFF },
  "identity/auth/data findLinkEmail": { apart: "the link is the proof itself; held by lib/identity/auth/password.db.test.ts" },
  "identity/auth/mutations changePassword": {
    // The caller's own account, whose password is unknown.
    changes: ({ person }) => authChanges.changePassword(person, { current: OWNERS_MARK, next: OWNERS_MARK }, new Date()),
    answer: { ok: false, reason: "password_wrong" },
  },
  "identity/auth/mutations signOutEverywhere": {
    // Ends the caller's own session; this test has no other case for it.
    apart: "ends by the person's own id alone; held by lib/identity/auth/auth.db.test.ts",
  },
  "identity/auth/mutations comparePassword": { apart: "asks by the person's own id alone; held by lib/identity/auth/password.db.test.ts" },
  "identity/auth/mutations confirmBrowser": { apart: "the link is the proof itself; held by lib/identity/auth/auth.db.test.ts" },
  "identity/auth/mutations completeSignIn": { apart: "before sign-in; held by lib/identity/auth/second-factor.db.test.ts" },
  "identity/auth/mutations requestLink": { apart: "without a session; held by lib/identity/auth/password.db.test.ts" },
  "identity/auth/mutations resetPassword": { apart: "the link is the proof itself; held by lib/identity/auth/password.db.test.ts" },
  "identity/auth/mutations startSession": { apart: "before sign-in; held by lib/identity/auth/auth.db.test.ts" },
  "identity/auth/mutations revokeSession": { apart: "asked below with the owner's session" },
  "identity/auth/mutations revokeOtherSessions": {
    changes: ({ person }) => authChanges.revokeOtherSessions(person, new Date()),
    answer: 0,
  },
  "sync/backfill/data listBackfills": { reads: ({ scope }, { integrationId }) => backfill.listBackfills(scope, integrationId) },
  "sync/backfill/data countOrdersOfWindow": {
    reads: async ({ scope }, { integrationId }) => {
      const window = { from: new Date(0), to: new Date() };
      return (await backfill.countOrdersOfWindow(scope, { integrationId, ...window })) === 1 && OWNERS_MARK;
    },
  },
  "sync/backfill/mutations requestBackfill": {
    changes: ({ scope }, { integrationId }) => backfillChanges.requestBackfill(scope, { integrationId, from: new Date(0), to: new Date() }),
    answer: notFound,
  },
  "sync/backfill/mutations stopBackfill": {
    changes: ({ scope }, { backfillId }) => backfillChanges.stopBackfill(scope, { runId: backfillId }),
    answer: notFound,
  },
  "integrations/badge/data readBadge": { apart: "the token is the proof; held by lib/integrations/badge/badge.db.test.ts" },
  "integrations/badge/data findBadgeToken": {
    changes: ({ scope }, { integrationId }) => badges.findBadgeToken(scope, integrationId),
    answer: null,
  },
  "integrations/badge/mutations switchBadge": {
    changes: ({ scope }, { integrationId }) => badgeChanges.switchBadge(scope, { integrationId, on: true }),
    answer: notFound,
  },
  "check/data newestCheck": { reads: ({ scope }, { integrationId }) => checks.newestCheck(scope, integrationId) },
  "check/data latestCheck": { reads: ({ scope }, { integrationId }) => checks.latestCheck(scope, integrationId) },
  "check/data findCheck": { reads: ({ scope }, { checkId }) => checks.findCheck(scope, checkId) },
  "check/data listCheckResults": {
    reads: async ({ scope }, { checkId }) => [...(await checks.listCheckResults(scope, [checkId])).values()],
  },
  "check/data listEarlierChecks": {
    reads: ({ scope }, { integrationId, checkId }) => checks.listEarlierChecks(scope, integrationId, checkId),
  },
  "check/mutations requestCheck": {
    changes: ({ scope }, { integrationId }) => checkChanges.requestCheck(scope, { integrationId, trigger: "manual" }),
    answer: notFoundCode,
  },
  "check/mutations requestTestAgain": {
    changes: ({ scope }, { integrationId, checkId }) =>
      checkChanges.requestTestAgain(scope, { integrationId, ofCheckId: checkId, causeIndex: 0 }),
    answer: notFoundCode,
  },
  "check/mutations startCheck": {
    changes: ({ scope }, { integrationId }) =>
      inMerchant(scope.merchantId, (tx) => checkChanges.startCheck(tx, scope, integrationId, "manual")),
    answer: notFoundCode,
  },
  "check/mutations startCheckAfterFailure": {
    changes: ({ scope }, { integrationId }) =>
      inMerchant(scope.merchantId, (tx) =>
        checkChanges.startCheckAfterFailure(tx, scope, integrationId, { always: false, since: new Date() }),
      ),
    answer: null,
  },
  "integrations/history/data readLaneDays": { apart: "reads in the transaction of its caller, as readHistory below" },
  "integrations/history/data readHistory": {
    reads: async ({ scope }, { integrationId }) =>
      (await history.readHistory(scope, integrationId, listDays(new Date(), 3, "UTC"))) && OWNERS_MARK,
  },
  "integrations/history/data countCarried": {
    reads: async ({ scope }, { integrationId }) =>
      (await history.countCarried(scope, integrationId, listDays(new Date(), 2_000, "UTC"))).orders.some((count) => count > 0) &&
      OWNERS_MARK,
  },
  "operations/evidence/data readEvidence": {
    reads: async ({ scope }, { integrationId }) => (await evidence.readEvidence(scope, integrationId, new Date())) && OWNERS_MARK,
  },
  "incidents/data listIncidents": {
    reads: async ({ scope }, { integrationId }) => (await incidents.listIncidents(scope, { integrationId, now: new Date() })).open,
  },
  "incidents/data listIncidentsBefore": {
    reads: async ({ scope }) => (await incidents.listIncidentsBefore(scope, { before: null, limit: 5, among: null })).entries,
  },
  "incidents/data listObservations": {
    reads: ({ scope }, { integrationId }) => incidents.listObservations(scope, integrationId, { limit: 5 }),
  },
  "incidents/data findIncident": { reads: ({ scope }, { incidentId }) => incidents.findIncident(scope, incidentId) },
  "operations/fleet/data listKnownProblems": { reads: ({ scope }) => fleet.listKnownProblems(scope) },
  "operations/fleet/data listFleetIncidents": { apart: OF_STAFF_FLEET },
  "operations/fleet/data countShops": { apart: OF_STAFF_FLEET },
  "operations/fleet/data listFittingShops": { apart: OF_STAFF_FLEET },
  "operations/fleet/data listBulkJobs": { apart: OF_STAFF_FLEET },
  "operations/fleet/mutations startBulkJob": { apart: OF_STAFF_FLEET },
  "operations/fleet/mutations askHostOfIncident": { apart: OF_STAFF_FLEET },
  "operations/fleet/mutations stopBulkJob": { apart: OF_STAFF_FLEET },
  "health/shop-names disambiguateNames": { apart: PURE },
  "health/shop-names listIntegrationNames": { reads: ({ scope }) => listIntegrationNames(scope) },
  "integrations/data searchIntegrations": { reads: ({ scope }) => integrations.searchIntegrations(scope, [OWNERS_MARK], 5) },
  "integrations/data findIntegrationAt": {
    reads: async ({ scope }) => (await integrations.findIntegrationAt(scope, `https://${OWNERS_MARK}.example`)) && OWNERS_MARK,
  },
  "integrations/data listShopNames": { reads: ({ scope }) => integrations.listShopNames(scope) },
  "integrations/data listIntegrationsAfter": {
    reads: async ({ scope }) => (await integrations.listIntegrationsAfter(scope, { after: null, limit: 5 })).entries,
  },
  "integrations/data listDrafts": { apart: "held by lib/integrations/list/list-reads.db.test.ts" },
  "integrations/list/list-reads listShopPage": { reads: async ({ scope }) => (await shopLists.listShopPage(scope, EVERYTHING)).rows },
  "integrations/list/list-reads listSelectedIds": {
    reads: async ({ scope }, { integrationId }) =>
      (await shopLists.listSelectedIds(scope, { filter: EVERYTHING })).includes(integrationId) ? OWNERS_MARK : null,
  },
  "integrations/list/list-reads listMatchingIds": {
    reads: async ({ scope }, { integrationId }) =>
      (await shopLists.listMatchingIds(scope, EVERYTHING)).includes(integrationId) ? OWNERS_MARK : null,
  },
  "integrations/list/list-reads countShops": { apart: "numbers alone; held by lib/integrations/list/list-reads.db.test.ts" },
  "integrations/list/list-reads readTones": { apart: "ids and tones alone; held by lib/integrations/list/list-reads.db.test.ts" },
  "integrations/list/list-reads readOverview": { apart: "held by lib/integrations/list/list-reads.db.test.ts" },
  "integrations/data findIntegrationRow": {
    reads: ({ scope }, { integrationId }) => integrations.findIntegrationRow(scope, integrationId),
  },
  "integrations/data findIntegrationSettings": {
    reads: async ({ scope }, { integrationId }) => {
      const found = await integrations.findIntegrationSettings(scope, integrationId);
      return found && { ...found, mark: OWNERS_MARK };
    },
  },
  "integrations/data findShopsNamed": { reads: ({ scope }) => integrations.findShopsNamed(scope, OWNERS_MARK) },
  "integrations/data findShop": { reads: ({ scope }, { integrationId }) => integrations.findShop(scope, integrationId) },
  "integrations/mutations createIntegration": {
    // The owner's URL is no conflict: merchants must not learn what others have connected.
    changes: async ({ scope }) => {
      const shop = { name: "Own", shopSystem: "woocommerce", baseUrl: `https://${OWNERS_MARK}.example` } as const;
      return (await integrationChanges.createIntegration(scope, shop, null)).ok;
    },
    answer: true,
  },
  "integrations/mutations renameIntegration": {
    changes: ({ scope }, { integrationId }) => integrationChanges.renameIntegration(scope, integrationId, "Taken"),
    answer: notFound,
  },
  "integrations/mutations changeAddress": {
    changes: ({ scope }, { integrationId }) => integrationChanges.changeAddress(scope, integrationId, "https://taken.example"),
    answer: notFound,
  },
  "integrations/mutations changeShopSystem": {
    changes: ({ scope }, { integrationId }) => integrationChanges.changeShopSystem(scope, integrationId, "magento"),
    answer: notFound,
  },
  "integrations/mutations changeInterval": {
    changes: ({ scope }, { integrationId }) => integrationChanges.changeInterval(scope, integrationId, 3600),
    answer: notFound,
  },
  "integrations/mutations replaceCredentials": {
    changes: ({ scope }, { integrationId }) => integrationChanges.replaceCredentials(scope, integrationId, {}, OWNERS_ADDRESS),
    answer: notFound,
  },
  "integrations/mutations chooseImportStart": {
    changes: ({ scope }, { integrationId }) => integrationChanges.chooseImportStart(scope, integrationId, new Date("2026-01-01")),
    answer: notFound,
  },
  "integrations/mutations chooseLeftOutStatuses": {
    changes: ({ scope }, { integrationId }) => integrationChanges.chooseLeftOutStatuses(scope, integrationId, ["completed"]),
    answer: notFound,
  },
  "integrations/data countStatuses": { reads: ({ scope }, { integrationId }) => integrations.countStatuses(scope, integrationId) },
  "integrations/mutations disconnectIntegration": {
    changes: ({ scope }, { integrationId }) => integrationChanges.disconnectIntegration(scope, integrationId, OWNERS_MARK),
    answer: notFound,
  },
  "sync/maintenance/data listMaintenance": { reads: ({ scope }, { integrationId }) => maintenance.listMaintenance(scope, integrationId) },
  "sync/maintenance/mutations planMaintenance": {
    changes: ({ scope }, { integrationId }) => {
      const window = { startsAt: new Date(), endsAt: new Date(Date.now() + 3_600_000), timeZone: "UTC" };
      return maintenanceChanges.planMaintenance(scope, { integrationId, ...window });
    },
    answer: notFound,
  },
  "sync/maintenance/mutations cancelMaintenance": {
    changes: ({ scope }, { windowId }) => maintenanceChanges.cancelMaintenance(scope, { windowId }),
    answer: notFound,
  },
  "sync/maintenance/mutations revokeMaintenanceToken": {
    changes: ({ scope }, { integrationId }) => maintenanceChanges.revokeMaintenanceToken(scope, { integrationId }),
    answer: notFound,
  },
  "orders/method-fallback/mutations setMethodFallback": {
    changes: ({ scope }, { integrationId }) => fallbackChanges.setMethodFallback(scope, { integrationId, isOn: false }),
    answer: notFound,
  },
  "orders/export/data listExportRows": {
    reads: async ({ scope }) => (await orderExport.listExportRows(scope, NO_FILTER, "UTC")).rows,
  },
  "orders/export/data listExportPages": { apart: "pages of listExportRows" },
  "orders/export/data findOrderExport": { apart: "held by app/api/v1/callers.db.test.ts" },
  "orders/export/data readOrderExport": { apart: "held by lib/orders/export/work-exports.db.test.ts" },
  "orders/export/mutations requestOrderExport": {
    changes: ({ scope }, { integrationId }) => {
      const filter = { search: "", status: null, tracking: null, from: null, to: null };
      return orderExportChanges.requestOrderExport(scope, { integrationId, format: "csv", filter });
    },
    answer: notFound,
  },
  "orders/export/mutations recordOrderExport": {
    changes: ({ scope }) => orderExportChanges.recordOrderExport(scope, NO_FILTER),
    answer: undefined,
  },
  "notify/data listNotes": { apart: "reported in the transaction of a move; held by lib/notify/notifications.db.test.ts" },
  "notify/data countUnread": { apart: "held by lib/notify/notifications.db.test.ts" },
  "notify/data hasChosenPreferences": { changes: ({ scope }) => hasChosenPreferences(scope), answer: false },
  "notify/data findNotificationPreferences": { apart: "of the member who asks" },
  "notify/data listChannels": { apart: "held by lib/notify/notifications.db.test.ts" },
  "notify/data listDeliveries": { apart: "held by lib/notify/notifications.db.test.ts" },
  "notify/data listCapturedMails": { apart: "of a demo and of tests alone" },
  "notify/events/data findEventChannel": { apart: "held by lib/notify/events/deliver-events.db.test.ts" },
  "notify/events/data listEventDeliveries": { apart: "held by lib/notify/events/deliver-events.db.test.ts" },
  "notify/events/mutations chooseEvents": {
    changes: ({ scope }, { integrationId }) => eventChanges.chooseEvents(scope, { channelId: integrationId, events: ["order.imported"] }),
    answer: notFound,
  },
  "notify/events/mutations replayEvents": {
    changes: ({ scope }, { integrationId }) => eventChanges.replayEvents(scope, { channelId: integrationId, after: 0 }),
    answer: notFound,
  },
  "notify/events/mutations resendEvent": {
    changes: ({ scope }, { integrationId }) => eventChanges.resendEvent(scope, { channelId: integrationId, eventId: integrationId }),
    answer: notFound,
  },
  "notify/events/data listEvents": { apart: "held by lib/notify/events/events.db.test.ts" },
  "notify/mutations saveNotificationPreferences": { apart: "of the member who asks" },
  "notify/mutations markRead": { apart: "of the member who asks" },
  "notify/mutations addChannel": { apart: "in the asker's own merchant" },
  "notify/mutations chooseChannelKinds": {
    changes: ({ scope }, { integrationId }) => notificationChanges.chooseChannelKinds(scope, { channelId: integrationId, kinds: [] }),
    answer: notFound,
  },
  "notify/mutations removeChannel": {
    changes: ({ scope }, { integrationId }) => notificationChanges.removeChannel(scope, { channelId: integrationId }),
    answer: notFound,
  },
  "notify/mutations restoreChannel": {
    changes: ({ scope }, { integrationId }) => notificationChanges.restoreChannel(scope, { channelId: integrationId }),
    answer: { ok: false, reason: "channel_gone" },
  },
  "notify/mutations renewChannelSecret": {
    changes: ({ scope }, { integrationId }) => notificationChanges.renewChannelSecret(scope, { channelId: integrationId }),
    answer: notFound,
  },
  "notify/mutations forgetRemovedChannels": { apart: "a job of the platform" },
  "notify/mutations sendTest": {
    changes: ({ scope }, { integrationId }) => notificationChanges.sendTest(scope, { channelId: integrationId }),
    answer: notFound,
  },
  "notify/mutations resendDelivery": {
    changes: ({ scope }, { integrationId }) => notificationChanges.resendDelivery(scope, { deliveryId: integrationId }),
    answer: notFound,
  },
  "notify/mutations unsubscribe": { apart: "the signed token is the proof; held by lib/notify/notifications.db.test.ts" },
  "sync/webhooks/data findInstantOrders": {
    reads: async ({ scope }, { integrationId }) =>
      (await instantOrders.findInstantOrders(scope, integrationId))?.state === "active" && OWNERS_MARK,
  },
  "sync/webhooks/mutations requestInstantOrders": {
    changes: ({ scope }, { integrationId }) => instantOrderChanges.requestInstantOrders(scope, { integrationId, appSecret: "" }),
    answer: notFound,
  },
  "sync/webhooks/mutations endInstantOrders": {
    changes: ({ scope }, { integrationId }) => instantOrderChanges.endInstantOrders(scope, { integrationId }),
    answer: notFound,
  },
  "orders/data sumOrders": {
    reads: async ({ scope }) => (await orders.sumOrders(scope, NO_FILTER)).length === 1 && OWNERS_MARK,
  },
  "orders/views/data listOrderViews": { apart: "needs a view; held by lib/orders/views/views.db.test.ts" },
  "orders/views/mutations saveOrderView": { apart: "names no id; held by lib/orders/views/views.db.test.ts" },
  "orders/views/mutations removeOrderView": { apart: "needs a view; held by lib/orders/views/views.db.test.ts" },
  "orders/data nameOfStatus": { apart: "pure" },
  "orders/data countOrders": { apart: "numbers alone; held by lib/orders/data.db.test.ts" },
  "orders/data listOrders": { reads: async ({ scope }) => (await orders.listOrders(scope, NO_FILTER)).rows },
  "orders/data readOrderNews": {
    reads: async ({ scope }, { orderId }) => (await orders.readOrderNews(scope, NO_FILTER, { shown: [orderId], timeZone: "UTC" })).rows,
  },
  "orders/data listOrderStatuses": { reads: ({ scope }) => orders.listOrderStatuses(scope) },
  "orders/data leavesOrdersOut": { reads: async ({ scope }) => (await orders.leavesOrdersOut(scope)) && OWNERS_MARK },
  "orders/data findOrder": { reads: ({ scope }, { orderId }) => orders.findOrder(scope, orderId) },
  "orders/mutations searchTextOf": { apart: "pure" },
  "orders/mutations storeOrders": {
    changes: ({ scope }, { integrationId, runId, externalId }) =>
      inMerchant(scope.merchantId, (tx) =>
        orderChanges.storeOrders(sqlWithin(tx), scope, {
          integrationId,
          runId,
          orders: [],
          unreadable: [{ externalId, modifiedAt: new Date(), error: "taken", raw: {} }],
        }),
      ),
    answer: "throws",
  },
  "operations/learning/data listFixAnswers": { reads: ({ scope }, { incidentId }) => learning.listFixAnswers(scope, incidentId) },
  "operations/learning/data readFixRecords": {
    apart: "counts of at least five other merchants, without names; held by lib/operations/learning/learning.db.test.ts",
  },
  "operations/learning/data isFailing": { apart: PURE },
  "operations/learning/data listFixRecords": { apart: OF_STAFF_LEARNING },
  "operations/learning/data listOtherFixes": { apart: OF_STAFF_LEARNING },
  "operations/learning/mutations answerFix": {
    changes: ({ scope }, { integrationId, incidentId }) =>
      learningChanges.answerFix(scope, {
        integrationId,
        incidentId,
        cause: "ip_blocked",
        recipe: "",
        answer: "something_else",
        text: "A new cable",
      }),
    answer: notFound,
  },
  "operations/reports/answers/data listReportMessages": {
    reads: ({ scope }, { reportId }) => reportAnswers.listReportMessages(scope, [reportId]),
  },
  "operations/reports/answers/data listAnswersInIncident": {
    reads: ({ scope }, { incidentId }) => reportAnswers.listAnswersInIncident(scope, incidentId),
  },
  "operations/reports/answers/data findAttachment": {
    reads: ({ scope }, { attachmentId }) => reportAnswers.findAttachment(scope, attachmentId, null),
  },
  "operations/reports/answers/mutations answerReport": {
    apart: "takes a report that its token opened; held by lib/operations/reports/answers/answers.db.test.ts",
  },
  "operations/reports/answers/mutations replyToHost": {
    changes: ({ scope }, { integrationId, reportId }) => answerChanges.replyToHost(scope, { integrationId, reportId, text: "Hello" }),
    answer: notFound,
  },
  "operations/reports/data listReports": { reads: ({ scope }, { integrationId }) => reports.listReports(scope, integrationId) },
  "operations/reports/data hasReport": {
    changes: ({ scope }, { integrationId, reportId }) => reports.hasReport(scope, { integrationId, reportId }),
    answer: false,
  },
  "operations/reports/data readNewestCheck": {
    changes: ({ scope }, { integrationId }) => reports.readNewestCheck(scope, integrationId),
    answer: null,
  },
  "operations/reports/data readTestProgress": {
    changes: ({ scope }, { integrationId }) => reports.readTestProgress(scope, integrationId),
    answer: { running: null, doneCheckId: null },
  },
  "operations/reports/mutations listAlike": {
    changes: ({ scope }, { integrationId, checkId }) => reportChanges.listAlike(scope, { integrationId, checkId, causeIndexes: [0] }),
    answer: notFound,
  },
  "operations/reports/mutations createReport": {
    changes: ({ scope }, { integrationId, checkId }) =>
      reportChanges.createReport(scope, { integrationId, checkId, causeIndexes: [0], locale: "en", shownName: "", days: 7 }),
    answer: notFound,
  },
  "operations/reports/mutations createCertificateReport": {
    changes: ({ scope }, { integrationId }) =>
      reportChanges.createCertificateReport(scope, { integrationId, locale: "en", shownName: "", days: 7 }),
    answer: notFound,
  },
  "operations/reports/mutations revokeReport": {
    changes: ({ scope }, { integrationId, reportId }) => reportChanges.revokeReport(scope, { integrationId, reportId }),
    answer: notFound,
  },
  "operations/reports/mutations shareReport": {
    changes: ({ scope }, { integrationId, reportId }) => reportChanges.shareReport(scope, { integrationId, reportId, how: "link" }),
    answer: notFound,
  },
  "operations/reports/mutations remindHost": {
    changes: ({ scope }, { integrationId, reportId }) => reportChanges.remindHost(scope, { integrationId, reportId }),
    answer: notFound,
  },
  "operations/reports/mutations countOpening": {
    apart: "takes a report that its token opened; held by lib/operations/reports/reports.db.test.ts",
  },
  "operations/reports/mutations requestHostTest": {
    apart: "takes a report that its token opened; held by lib/operations/reports/reports.db.test.ts",
  },
  "identity/preferences/data findListSettings": {
    apart: "of a person, not of a merchant; held by lib/identity/preferences/preferences.db.test.ts",
  },
  "identity/preferences/data findPreference": {
    apart: "of a person, not of a merchant; held by lib/identity/preferences/preferences.db.test.ts",
  },
  "identity/preferences/data savePreference": {
    apart: "of a person, not of a merchant; held by lib/identity/preferences/preferences.db.test.ts",
  },
  "sync/silence/data findSilence": {
    reads: async ({ scope }, { integrationId }) => (await silence.findSilence(scope, integrationId)) && OWNERS_MARK,
  },
  "orders/tracking/outbox/mutations sendAllAgain": {
    changes: ({ scope }, { integrationId }) => trackingChanges.sendAllAgain(scope, { integrationId }),
    answer: notFound,
  },
  "support/data findMerchantCard": { apart: OF_STAFF },
  "support/data listMerchants": { apart: OF_STAFF },
  "support/data listNotes": { apart: OF_STAFF },
  "support/data listSavedViews": { apart: OF_STAFF },
  "support/data listShops": { apart: OF_STAFF },
  "support/mutations searchBuyer": { apart: OF_STAFF },
  "support/mutations writeNote": { apart: OF_STAFF },
  "support/mutations removeNote": { apart: OF_STAFF },
  "support/mutations saveView": { apart: OF_STAFF },
  "support/mutations removeView": { apart: OF_STAFF },
  "sync/data getRun": { reads: ({ scope }, { runId }) => sync.getRun(scope, runId) },
  "sync/data listRecoveryProbes": {
    reads: async ({ scope }, { integrationId }) => (await sync.listRecoveryProbes(scope, integrationId)).length === 1 && OWNERS_MARK,
  },
  "sync/data listTransitions": { reads: ({ scope }, { integrationId }) => sync.listTransitions(scope, integrationId) },
  "sync/coverage-reads readCoverage": {
    reads: async ({ scope }, { integrationId }) => (await syncLoads.readCoverage(scope, integrationId)) && OWNERS_MARK,
  },
  "sync/coverage-reads listQuarantinedOrders": {
    reads: ({ scope }, { integrationId }) => syncLoads.listQuarantinedOrders(scope, integrationId),
  },
  "sync/past-runs/run-reads listRunsById": { reads: ({ scope }, { runId }) => runReads.listRunsById(scope, [runId]) },
  "sync/past-runs/run-reads countActiveRuns": { apart: "numbers alone; held by lib/sync/past-runs/run-reads.db.test.ts" },
  "sync/past-runs/run-reads listRunsBefore": {
    reads: ({ scope }, { integrationId }) => runReads.listRunsBefore(scope, integrationId, { before: null, limit: 5 }),
  },
  "sync/past-runs/run-reads listRunEntries": {
    reads: ({ scope }, { integrationId }) => runReads.listRunEntries(scope, integrationId, null),
  },
  "sync/past-runs/run-reads listRunViews": { reads: ({ scope }, { integrationId }) => runReads.listRunViews(scope, integrationId, 10) },
  "sync/past-runs/run-reads readRuns": { reads: ({ scope }, { runId }) => runReads.readRuns(scope, { where: { id: runId } }) },
  "sync/mutations requestRefresh": {
    changes: ({ scope }, { integrationId }) => syncChanges.requestRefresh(scope, { integrationId }),
    answer: notFoundCode,
  },
  "sync/mutations retryQuarantinedOrder": {
    changes: ({ scope }, { integrationId, quarantinedId }) => syncChanges.retryQuarantinedOrder(scope, { integrationId, quarantinedId }),
    answer: notFoundCode,
  },
  "sync/quarantine/mutations dismissQuarantinedOrder": {
    changes: ({ scope }, ids) => quarantineChanges.dismissQuarantinedOrder(scope, { ...ids, reason: "x" }),
    answer: notFound,
  },
  "sync/quarantine/mutations restoreQuarantinedOrder": {
    changes: ({ scope }, ids) => quarantineChanges.restoreQuarantinedOrder(scope, ids),
    answer: notFound,
  },
  "sync/mutations requestFirstImport": {
    changes: ({ scope }, { integrationId }) => syncChanges.requestFirstImport(scope, { integrationId }),
    answer: notFoundCode,
  },
  "sync/mutations confirmEmptyShop": {
    changes: ({ scope }, { integrationId }) => syncChanges.confirmEmptyShop(scope, { integrationId }),
    answer: notFound,
  },
  "sync/mutations requestRefreshOfMany": {
    changes: async ({ scope }, { integrationId }) => (await syncChanges.requestRefreshOfMany(scope, [integrationId])).refused[0]?.reason,
    answer: { code: "not_found" },
  },
  "sync/mutations requestRefreshOfThrottled": {
    changes: ({ scope }) => syncChanges.requestRefreshOfThrottled(scope),
    answer: { started: [], refused: [] },
  },
  "sync/mutations announceMaintenance": {
    changes: ({ scope }, { integrationId }) =>
      syncChanges.announceMaintenance(scope, { integrationId, until: new Date(Date.now() + 3_600_000) }),
    answer: notFound,
  },
  "sync/mutations endMaintenance": {
    changes: ({ scope }, { integrationId }) => syncChanges.endMaintenance(scope, { integrationId }),
    answer: notFound,
  },
  "sync/mutations makeMaintenanceToken": {
    changes: ({ scope }, { integrationId }) => syncChanges.makeMaintenanceToken(scope, { integrationId }),
    answer: notFound,
  },
  "sync/mutations pauseSync": {
    changes: ({ scope }, { integrationId }) => syncChanges.pauseSync(scope, { integrationId }),
    answer: notFound,
  },
  "sync/mutations resumeSync": {
    changes: ({ scope }, { integrationId }) => syncChanges.resumeSync(scope, { integrationId }),
    answer: notFound,
  },
  "support/threads/data listThreads": { reads: ({ scope }) => threads.listThreads(scope) },
  "support/threads/data findThread": { reads: ({ scope }, { threadId }) => threads.findThread(scope, threadId) },
  "support/threads/data countUnread": { reads: async ({ scope }) => (await threads.countUnread(scope)).answers === 1 && OWNERS_MARK },
  "support/macros/data draftAnswers": {
    reads: ({ scope }, { integrationId }) => macros.draftAnswers(scope, { integrationId, threadId: null, locale: null }),
  },
  "support/outcomes/data isDoubtful": { apart: PURE },
  "support/outcomes/data listEnded": { apart: OF_STAFF_OUTCOMES },
  "support/outcomes/data listDiagnosisRecords": { apart: OF_STAFF_OUTCOMES },
  "support/outcomes/mutations recordOutcome": { apart: OF_STAFF_OUTCOMES },
  "support/outcomes/mutations recordThreadOutcome": { apart: OF_STAFF_OUTCOMES },
  "operations/learning/mutations learnFromSupport": { apart: "takes a transaction of recordOutcome" },
  "support/macros/data listMacros": { apart: OF_STAFF_MACROS },
  "support/macros/mutations saveMacro": { apart: OF_STAFF_MACROS },
  "support/macros/mutations removeMacro": { apart: OF_STAFF_MACROS },
  "support/macros/mutations sendAnswer": { apart: OF_STAFF_MACROS },
  "support/queue/data listQueue": { apart: OF_STAFF_QUEUE },
  "support/queue/data listStaff": { apart: OF_STAFF_QUEUE },
  "support/queue/data readStaff": { apart: OF_STAFF_QUEUE },
  "support/queue/mutations assignIncident": { apart: OF_STAFF_QUEUE },
  "support/queue/mutations assignIncidents": { apart: OF_STAFF_QUEUE },
  "support/queue/mutations snoozeIncident": { apart: OF_STAFF_QUEUE },
  "support/queue/mutations snoozeIncidents": { apart: OF_STAFF_QUEUE },
  "support/queue/mutations wakeIncident": { apart: OF_STAFF_QUEUE },
  "support/threads/data listAllThreads": { apart: OF_STAFF_THREADS },
  "support/threads/data countOpenThreads": { apart: OF_STAFF_THREADS },
  "support/threads/data listSolvedThreads": { apart: OF_STAFF_THREADS },
  "support/threads/mutations askSupport": {
    changes: ({ scope }, { integrationId }) => threadChanges.askSupport(scope, { text: "?", integrationId, causeCode: null, runId: null }),
    answer: notFound,
  },
  "support/threads/mutations answerThread": {
    changes: ({ scope }, { threadId }) => threadChanges.answerThread(scope, { threadId, text: "x" }),
    answer: notFound,
  },
  "support/threads/mutations writeToMerchant": {
    changes: ({ scope }, { integrationId }) => threadChanges.writeToMerchant(scope, { integrationId, causeCode: null, text: "x" }),
    answer: notFound,
  },
  "support/threads/mutations solveThread": {
    changes: ({ scope }, { threadId }) => threadChanges.solveThread(scope, { threadId, causeCode: null, fix: "x" }),
    answer: notFound,
  },
  "support/threads/mutations markThreadRead": {
    changes: ({ scope }, { threadId }) => threadChanges.markThreadRead(scope, threadId, "merchant"),
    answer: false,
  },
  "orders/tracking/data listShipments": { reads: ({ scope }, { integrationId }) => tracking.listShipments(scope, { integrationId }) },
  "orders/tracking/data findSharedNumbers": {
    apart: "of several orders of one merchant: held by lib/orders/tracking/shared-numbers.db.test.ts",
  },
  "orders/tracking/data countShipments": {
    reads: async ({ scope }, { integrationId }) => (await tracking.countShipments(scope, integrationId)).waiting === 1 && OWNERS_MARK,
  },
  "orders/tracking/outbox/mutations recordShipments": {
    changes: ({ scope }, { integrationId }) =>
      trackingChanges.recordShipments(scope, {
        integrationId,
        source: "form",
        shipments: [{ order: OWNERS_MARK, carrier: "dhl", trackingNumber: "1", trackingUrl: null }],
      }),
    answer: notFoundCode,
  },
  "orders/tracking/outbox/mutations markShipped": {
    changes: ({ scope }, { orderId }) =>
      trackingChanges.markShipped(scope, { orderId, carrier: "dhl", trackingNumber: "1", trackingUrl: null }),
    answer: notFound,
  },
  "orders/tracking/outbox/mutations recordShipmentsIn": {
    changes: ({ scope }, { integrationId }) =>
      inMerchant(scope.merchantId, (tx) =>
        trackingChanges.recordShipmentsIn(tx, scope, {
          integrationId,
          source: "webhook",
          shipments: [{ order: OWNERS_MARK, carrier: "dhl", trackingNumber: "1", trackingUrl: null }],
        }),
      ),
    answer: notFoundCode,
  },
  "orders/tracking/outbox/mutations withdrawParcelIn": {
    changes: ({ scope }, { integrationId, carrierParcelId }) =>
      inMerchant(scope.merchantId, (tx) =>
        trackingChanges.withdrawParcelIn(tx, scope, { integrationId, carrierParcelId: BigInt(carrierParcelId) }),
      ),
    answer: false,
  },
  "orders/tracking/webhook/mutations makeWebhookSecret": {
    changes: ({ scope }, { integrationId }) => webhookChanges.makeWebhookSecret(scope, { integrationId }),
    answer: notFound,
  },
  "orders/tracking/data findWebhook": {
    reads: async ({ scope }, { integrationId }) => (await tracking.findWebhook(scope, integrationId)).hasSecret && OWNERS_MARK,
  },
  "orders/tracking/webhook/mutations revokeWebhookSecret": {
    changes: ({ scope }, { integrationId }) => webhookChanges.revokeWebhookSecret(scope, { integrationId }),
    answer: notFound,
  },
  "orders/tracking/outbox/mutations markManyShipped": {
    changes: async ({ scope }, { orderId }) =>
      (await trackingChanges.markManyShipped(scope, [{ orderId, carrier: "DHL", trackingNumber: "1", trackingUrl: null }])).shipmentIds,
    answer: [],
  },
  "orders/tracking/outbox/mutations undoShipments": {
    changes: ({ scope }, { shipmentId }) => trackingChanges.undoShipments(scope, [shipmentId]),
    answer: { takenBack: 0 },
  },
  "orders/tracking/outbox/mutations correctShipment": {
    changes: ({ scope }, { shipmentId }) =>
      trackingChanges.correctShipment(scope, { shipmentId, carrier: "UPS", trackingNumber: "1Z", trackingUrl: null }),
    answer: notFound,
  },
  "orders/tracking/outbox/mutations dropShipment": {
    changes: ({ scope }, { shipmentId }) => trackingChanges.dropShipment(scope, { shipmentId }),
    answer: notFound,
  },
  "orders/tracking/outbox/mutations sendAgain": {
    changes: ({ scope }, { shipmentId }) => trackingChanges.sendAgain(scope, { shipmentId }),
    answer: notFound,
  },
};
