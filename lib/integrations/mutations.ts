import { randomUUID } from "node:crypto";
import { MASK } from "@/lib/base/mask-secrets";
import { ok, type Result, refuse } from "@/lib/base/result";
import { hasTrait, toCauseCode } from "@/lib/check/causes";
import { startCheck } from "@/lib/check/mutations";
import { mayKeepKey } from "@/lib/connectors/net/redirect";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { forgetEndings } from "@/lib/health/endings/watch-endings";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import { LANES } from "@/lib/health/lane/lane-name";
import { inShop, lockShop } from "@/lib/health/lock-shop";
import { missingCredentials } from "@/lib/health/open-shop";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { endCauses } from "@/lib/incidents/end-causes";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { credentialsContext } from "@/lib/infra/seal-contexts";
import { seal } from "@/lib/infra/secrets";
import type { SyncIntervalSeconds } from "@/lib/integrations/limits";
import type { NewIntegration } from "@/lib/integrations/schema";
import { inShopAndRun, lockActiveRun, revokeActiveRun } from "@/lib/sync/run/revoke-active-run";

/** Refusals shown to the user; unknown and foreign ids respond alike. */
export type IntegrationRefusal =
  | "not_found"
  | "address_taken"
  | "name_differs"
  | "imported_already"
  /** The new URL is on another server, to which the stored key is not sent. */
  | "key_for_other_address"
  /** The shop system cannot change once there is a key, which belongs to it like the orders. */
  | "key_is_there"
  /** The shop's URL changed while a key was tested at the old one. */
  | "address_changed";

/** Deletes several hundred thousand orders for the largest shops. */
const DISCONNECT_TIMEOUT_MS = 120_000;

function sealCredentials(integrationId: string, credentials: unknown) {
  const sealed = seal(JSON.stringify(credentials), credentialsContext(integrationId));
  return { credentials: sealed.bytes, credentialsKeyId: sealed.keyId, credentialsStoredAt: new Date() };
}

const OF_HOST = ["certificate", "domain"] as const;
export const OF_KEY = ["access"] as const;
export const NO_KEY = { credentials: null, credentialsKeyId: null, credentialsStoredAt: null };

/** Whether another integration of the merchant has the URL. Locks the merchant, so that two concurrent calls cannot both return false. */
async function addressTaken(tx: Transaction, merchantId: string, baseUrl: string, exceptId?: string): Promise<boolean> {
  await tx.$queryRaw`select 1 from merchant where id = ${merchantId}::uuid for no key update`;
  return (await tx.integration.count({ where: { merchantId, baseUrl, ...(exceptId === undefined ? {} : { NOT: { id: exceptId } }) } })) > 0;
}

/** The first import is due immediately; without credentials the lane needs action. */
const newLanes = (hasCredentials: boolean) =>
  LANES.map((lane) => {
    if (lane !== "orders_in") return { lane };
    return hasCredentials ? { lane, nextSyncAt: new Date() } : { lane, state: "action_needed", reason: "no_credentials" };
  });

/**
 * Connects a shop with its two lanes. `credentials` is what the connector's schema accepted, sealed with the row; null until the merchant
 * enters them. Refuses a URL that the merchant has already connected.
 */
export function createIntegration(
  scope: MerchantScope,
  input: NewIntegration,
  credentials: unknown,
): Promise<Result<{ integrationId: string }, "address_taken">> {
  const { merchantId } = scope;
  const integrationId = randomUUID();
  return inMerchant(merchantId, async (tx) => {
    if (await addressTaken(tx, merchantId, input.baseUrl)) return refuse("address_taken");
    await tx.integration.create({
      data: { merchantId, id: integrationId, ...input, ...(credentials === null ? {} : sealCredentials(integrationId, credentials)) },
    });
    await tx.lane.createMany({ data: newLanes(credentials !== null).map((lane) => ({ merchantId, integrationId, ...lane })) });
    await recordAudit(tx, scope, {
      action: "integration_connected",
      integrationId,
      details: { address: input.baseUrl, shopSystem: input.shopSystem },
      after: { name: input.name, address: input.baseUrl, shopSystem: input.shopSystem },
    });
    await publish(tx, { kind: "integration", merchantId, integrationId });
    return ok({ integrationId });
  });
}

type Changed = Promise<Result<true, IntegrationRefusal>>;

export const renameIntegration = (scope: MerchantScope, integrationId: string, name: string): Changed =>
  inShop(scope, integrationId, async ({ before, update, record }) => {
    if (before.name === name) return ok(true);
    await update({ name });
    await record({
      action: "integration_renamed",
      details: { from: before.name, to: name },
      before: { name: before.name },
      after: { name },
    });
    return ok(true);
  });

/**
 * Changes the URL and resets what was detected about the old server. Credentials are never sent to another server: they are deleted, which needs
 * `withoutKey`. A running sync continues at the new URL, or ends without credentials. The caller requests a check.
 */
export function changeAddress(scope: MerchantScope, integrationId: string, baseUrl: string, { withoutKey = false } = {}): Changed {
  return inShopAndRun(scope, integrationId, async ({ tx, before, update, record }): Changed => {
    if (before.baseUrl === baseUrl) return ok(true);
    if (await addressTaken(tx, scope.merchantId, baseUrl, integrationId)) return refuse("address_taken");
    const losesKey = before.credentials !== null && !mayKeepKey(before.baseUrl, baseUrl);
    if (losesKey && !withoutKey) return refuse("key_for_other_address");
    await update({
      baseUrl,
      serverSoftware: null,
      shopSystemVersion: null,
      cartsCounted: null,
      refusedVisitors: [],
      ...(losesKey ? NO_KEY : {}),
    });
    const movesHost = new URL(before.baseUrl).host !== new URL(baseUrl).host;
    await forgetEndings(tx, scope, integrationId, [...(movesHost ? OF_HOST : []), ...(losesKey ? OF_KEY : [])]);
    await revokeActiveRun(tx, scope, integrationId, losesKey ? missingCredentials() : null);
    await endCauses(tx, scope, integrationId, () => true);
    if (losesKey) await applyLaneEvent(tx, scope, { integrationId, lane: "orders_in", event: { kind: "key_dropped" }, now: new Date() });
    await record({
      action: "integration_address_changed",
      details: { from: before.baseUrl, to: baseUrl },
      before: { address: before.baseUrl, ...(losesKey ? { credentials: MASK } : {}) },
      after: { address: baseUrl, ...(losesKey ? { credentials: null } : {}) },
    });
    return ok(true);
  });
}

/** Changes the shop system of a shop without key and orders, and resets what was detected about it. The caller requests a check. */
export const changeShopSystem = (scope: MerchantScope, integrationId: string, shopSystem: ShopSystem): Changed =>
  inShop(scope, integrationId, async ({ tx, before, update, record }) => {
    if (before.shopSystem === shopSystem) return ok(true);
    const where = { merchantId: scope.merchantId, integrationId };
    if (before.credentials !== null || (await tx.shopOrder.findFirst({ where, select: { id: true } }))) return refuse("key_is_there");
    await update({ shopSystem, serverSoftware: null, shopSystemVersion: null, cartsCounted: null, refusedVisitors: [] });
    await record({ action: "integration_shop_system_changed", before: { shopSystem: before.shopSystem }, after: { shopSystem } });
    return ok(true);
  });

/** Changes the sync interval, and moves the next sync forward if it is further away than the new interval. */
export const changeInterval = (scope: MerchantScope, integrationId: string, seconds: SyncIntervalSeconds): Changed =>
  inShop(scope, integrationId, async ({ tx, before: { syncIntervalSeconds: old }, update, record }) => {
    if (old === seconds) return ok(true);
    await update({ syncIntervalSeconds: seconds });
    await tx.$executeRaw`
      update lane set next_sync_at = least(next_sync_at, now() + make_interval(secs => ${seconds}))
      where merchant_id = ${scope.merchantId}::uuid and integration_id = ${integrationId}::uuid and lane = 'orders_in' and state = 'regular'`;
    const after = { minutes: seconds / 60 };
    await record({ action: "interval_changed", details: after, before: { minutes: old / 60 }, after });
    return ok(true);
  });

/**
 * Replaces the credentials; a running sync continues with them. Clears problems of the old ones at once, and a check follows. `triedAt`:
 * the URL at which the new ones worked; refused if the URL has changed since. The audit log never contains credentials.
 */
export function replaceCredentials(scope: MerchantScope, integrationId: string, credentials: unknown, triedAt: string): Changed {
  return inShopAndRun(scope, integrationId, async ({ tx, before, update, record }): Changed => {
    if (triedAt !== before.baseUrl) return refuse("address_changed");
    await update(sealCredentials(integrationId, credentials));
    await forgetEndings(tx, scope, integrationId, OF_KEY);
    await revokeActiveRun(tx, scope, integrationId, null);
    for (const lane of LANES) await applyLaneEvent(tx, scope, { integrationId, lane, event: { kind: "key_stored" }, now: new Date() });
    await endCauses(tx, scope, integrationId, ({ code }) => hasTrait(toCauseCode(code), "about_key"));
    await startCheck(tx, jobScope("key-stored", scope.merchantId), integrationId, "connect");
    // The first key connects the shop: routine, without a mail to the owners.
    const notifies = before.credentials !== null;
    await record({ action: "credentials_replaced", before: { credentials: MASK }, after: { credentials: MASK }, notifies });
    return ok(true);
  });
}

/** Sets the import start, by modification time in the shop; null imports all. After the first import it would leave gaps. */
export const chooseImportStart = (scope: MerchantScope, integrationId: string, importFrom: Date | null): Changed =>
  inShop(scope, integrationId, async ({ tx, update, record }) => {
    const where = { merchantId: scope.merchantId, integrationId };
    if ((await tx.coverageInterval.count({ where })) > 0) return refuse("imported_already");
    await update({ importFrom });
    await record({ action: "import_start_chosen", details: { from: importFrom?.toISOString() ?? null } });
    return ok(true);
  });

/** Statuses hidden from lists. Their orders are still imported and counted, so this can change at any time. */
export const chooseLeftOutStatuses = (scope: MerchantScope, integrationId: string, statuses: readonly string[]): Changed =>
  inShop(scope, integrationId, async ({ before, update, record }) => {
    const leftOutStatuses = [...new Set(statuses)].sort();
    if (before.leftOutStatuses.join("\n") === leftOutStatuses.join("\n")) return ok(true);
    await update({ leftOutStatuses });
    await record({
      action: "left_out_statuses_chosen",
      details: { count: leftOutStatuses.length },
      before: { left_out: before.leftOutStatuses.join(", ") },
      after: { left_out: leftOutStatuses.join(", ") },
    });
    return ok(true);
  });

/** Deletes a shop with its orders, runs and checks. `typedName` must match its name, which is verified here, not in the browser. */
export function disconnectIntegration(
  scope: MerchantScope,
  integrationId: string,
  typedName: string,
): Promise<Result<{ orders: number }, IntegrationRefusal>> {
  const { merchantId } = scope;
  return inMerchant(
    merchantId,
    async (tx) => {
      // Workers lock the run before the shop, too.
      await lockActiveRun(tx, scope, integrationId);
      await lockShop(tx, scope, integrationId);
      const found = await tx.integration.findUnique({
        where: { merchantId_id: { merchantId, id: integrationId } },
        select: { name: true, baseUrl: true },
      });
      if (!found) return refuse("not_found");
      if (found.name !== typedName.trim()) return refuse("name_differs");
      const orders = await tx.shopOrder.count({ where: { merchantId, integrationId } });
      await tx.integration.delete({ where: { merchantId_id: { merchantId, id: integrationId } } });
      const details = { name: found.name, address: found.baseUrl, orders };
      await recordAudit(tx, scope, { action: "integration_disconnected", integrationId, details, before: details });
      await publish(tx, { kind: "integration", merchantId, integrationId });
      return ok({ orders });
    },
    { timeoutMs: DISCONNECT_TIMEOUT_MS },
  );
}
