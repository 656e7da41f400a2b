import { ok, type Result, refuse } from "@/lib/base/result";
import { DAY_MS } from "@/lib/base/units";
import { outsideConfig } from "@/lib/connectors/egress/config";
import { withShopClient } from "@/lib/connectors/http/client";
import { readableHost } from "@/lib/connectors/net/readable-host";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget } from "@/lib/connectors/net/target";
import { connectorFor } from "@/lib/connectors/registry";
import type { ShopDescription, ShopFailure, ShopReach, ShopStatus } from "@/lib/connectors/shop";
import type { AddressProblem } from "@/lib/connectors/shop-address";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { liveOutside } from "@/lib/health/live-outside";
import { brieflyPatient } from "@/lib/health/open-shop";
import { COUNTS_MS, KEY_MS, KEY_TIMEOUTS, SHORT_TIMEOUTS, STATUSES_MS } from "@/lib/integrations/connect/short-questions";

// Short, time-limited requests while a user waits: does the URL exist, do the credentials work. Anything longer is a job.

interface ShopPlace {
  baseUrl: string;
  shopSystem: ShopSystem;
}

export type ContactProblem = AddressProblem | "target_not_allowed" | "port_not_allowed" | "dns_not_found" | "dns_failure";

/** Whether the URL resolves and all its IP addresses are allowed. `baseUrl` as returned by parseShopAddress; `host` is for display. */
export async function mayContact(baseUrl: string): Promise<Result<{ host: string }, { code: ContactProblem; host: string }>> {
  const target = parseTarget(baseUrl);
  if (!target.ok) {
    const code = target.reason === "scheme_missing" ? "scheme" : target.reason;
    return refuse({ code, host: "" });
  }
  const { host, port } = target.value;
  const resolved = await resolveTarget(host, port, outsideConfig().policy);
  if (resolved.ok) return ok({ host: readableHost(host) });
  const { reason } = resolved;
  if (reason.code === "target_not_allowed")
    return refuse({
      code: reason.refusal.code === "port_not_allowed" ? "port_not_allowed" : "target_not_allowed",
      host: readableHost(host),
    });
  return refuse({ code: reason.code === "dns_not_found" ? "dns_not_found" : "dns_failure", host: readableHost(host) });
}

/** Client options for a request that a user waits for: a failed read is retried within `withinMs`. */
const forUser = async (shop: ShopPlace, withinMs: number) => ({
  ...shop,
  ...(await liveOutside()),
  withinMs,
  timeouts: SHORT_TIMEOUTS,
  patience: brieflyPatient(AbortSignal.timeout(withinMs)),
});

/** The shop's number of orders by modification time, from each of `froms` on (null: all); null if the shop does not report it. */
export async function countForImport(shop: ShopPlace, credentials: unknown, froms: readonly (Date | null)[]): Promise<(number | null)[]> {
  const connector = connectorFor(shop.shopSystem);
  const to = new Date(Date.now() + DAY_MS);
  return withShopClient(await forUser(shop, COUNTS_MS), async (client) => {
    const counts: (number | null)[] = [];
    for (const from of froms) {
      const counted = client.timeLeftMs() > 0 ? await connector.countOrders({ client, credentials }, { from, to }) : null;
      counts.push(counted?.ok ? counted.value : null);
    }
    return counts;
  });
}

/** The possible statuses of the shop's orders; null if it does not list them. */
export async function askStatuses(shop: ShopPlace, credentials: unknown): Promise<ShopStatus[] | null> {
  const options = await forUser(shop, STATUSES_MS);
  const listed = await withShopClient(options, (client) => connectorFor(shop.shopSystem).listStatuses({ client, credentials }));
  return listed.ok ? listed.value : null;
}

export interface TriedShop extends ShopDescription, ShopReach {
  /** False for a read-only key; null if the shop system does not report permissions without changing something. */
  mayWrite: boolean | null;
  /** Permissions that some of our calls need and the key lacks; empty if the shop system does not list them. */
  missingRights: string[];
}

/** Why a key was refused, with the missing permissions if the shop names them. */
export type KeyFailure = ShopFailure & { missingRights?: string[] };

/** Tests credentials on the shop before they are stored, changing nothing there. Waits out a rate limit caused by our check. */
export async function testCredentials(shop: ShopPlace, credentials: unknown): Promise<Result<TriedShop, KeyFailure>> {
  const patience = { signal: AbortSignal.timeout(KEY_MS), maxWaitMs: KEY_MS };
  const options = { ...shop, ...(await liveOutside()), withinMs: KEY_MS, timeouts: KEY_TIMEOUTS, patience };
  return withShopClient(options, async (client) => {
    const connector = connectorFor(shop.shopSystem);
    const tried = { client, credentials };
    const missing = async (): Promise<string[]> => (await connector.missingRights?.(tried)) ?? [];
    const refused = async (failure: ShopFailure): Promise<KeyFailure> =>
      failure.code === "credentials_insufficient" ? { ...failure, missingRights: await missing() } : failure;
    const works = await connector.preflight(tried);
    if (!works.ok) return refuse(await refused(works.failure));
    const described = await connector.describe(tried);
    if (!described.ok) return refuse(await refused(described.failure));
    const mayWrite = (await connector.mayWrite?.(tried)) ?? null;
    return ok({ ...described.value, ...works.value, mayWrite, missingRights: await missing() });
  });
}
