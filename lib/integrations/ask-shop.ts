import { ok, type Result, refuse } from "@/lib/base/result";
import { outsideConfig } from "@/lib/connectors/egress/config";
import { type ClosableShopClient, createShopClient } from "@/lib/connectors/http/client";
import { readableHost } from "@/lib/connectors/net/readable-host";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget } from "@/lib/connectors/net/target";
import type { Platform } from "@/lib/connectors/platforms";
import { connectorFor } from "@/lib/connectors/registry";
import type { ShopDescription, ShopFailure, ShopReach, ShopStatus } from "@/lib/connectors/shop";
import type { AddressProblem } from "@/lib/connectors/shop-address";
import { liveOutside } from "@/lib/health/live-outside";
import { brieflyPatient } from "@/lib/health/open-shop";
import { FOR_A_KEY, FOR_A_KEY_MS, FOR_COUNTS_MS, FOR_STATUSES_MS, SHORT } from "@/lib/integrations/short-questions";

// Short requests that a user waits for: does the URL exist, do the credentials work. Each is bounded; everything longer is a job.

const DAY_MS = 86_400_000;

interface ShopPlace {
  baseUrl: string;
  platform: Platform;
}

export type ContactProblem = AddressProblem | "target_not_allowed" | "port_not_allowed" | "dns_not_found" | "dns_failure";

/**
 * Whether the URL resolves and every IP address behind it is allowed. `baseUrl` as returned by parseShopAddress; `host` is for display.
 */
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

/** A client for a question that a user waits for: a read that fails is repeated within `totalMs`. */
async function openForUser(shop: ShopPlace, totalMs: number): Promise<ClosableShopClient> {
  const { egress, policy } = await liveOutside();
  return createShopClient({ ...shop, egress, policy, timeouts: SHORT, patience: brieflyPatient(AbortSignal.timeout(totalMs)) });
}

/** How many orders of each window the shop counts, by their last change; null where it does not say. `froms`: null means all. */
export async function countForImport(shop: ShopPlace, credentials: unknown, froms: readonly (Date | null)[]): Promise<(number | null)[]> {
  const client = await openForUser(shop, FOR_COUNTS_MS);
  const connector = connectorFor(shop.platform);
  const to = new Date(Date.now() + DAY_MS);
  const counts: (number | null)[] = [];
  try {
    await client.within(FOR_COUNTS_MS, async () => {
      for (const from of froms) {
        const counted = client.timeLeftMs() > 0 ? await connector.countOrders({ client, credentials }, { from, to }) : null;
        counts.push(counted?.ok ? counted.value : null);
      }
    });
    return counts;
  } finally {
    await client.close();
  }
}

/** The statuses that the shop's orders can have, as it says; null where it does not. */
export async function askStatuses(shop: ShopPlace, credentials: unknown): Promise<ShopStatus[] | null> {
  const client = await openForUser(shop, FOR_STATUSES_MS);
  try {
    const listed = await client.within(FOR_STATUSES_MS, () => connectorFor(shop.platform).listStatuses({ client, credentials }));
    return listed.ok ? listed.value : null;
  } finally {
    await client.close();
  }
}

export interface TriedShop extends ShopDescription, ShopReach {
  /** False where the key may read alone; null where the shop system does not report, or only by what it would change. */
  mayWrite: boolean | null;
  /** Rights that some of our calls need and the key lacks; empty where the shop system does not list them. */
  missingRights: string[];
}

/** Why a key was refused, with the rights that it lacks where the shop names them. */
export type KeyFailure = ShopFailure & { missingRights?: string[] };

/** Tries credentials on the shop, before they are stored. Nothing is changed there. A limit that our own check used up is waited out. */
export async function testCredentials(shop: ShopPlace, credentials: unknown): Promise<Result<TriedShop, KeyFailure>> {
  const { egress, policy } = await liveOutside();
  const signal = AbortSignal.timeout(FOR_A_KEY_MS);
  const client = createShopClient({ ...shop, egress, policy, timeouts: FOR_A_KEY, patience: { signal, longestMs: FOR_A_KEY_MS } });
  try {
    return await client.within(FOR_A_KEY_MS, async () => {
      const connector = connectorFor(shop.platform);
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
  } finally {
    await client.close();
  }
}
