import { liveOutside } from "@/lib/addresses/live-outside";
import { ok, type Result, refuse } from "@/lib/base/result";
import { outsideConfig } from "@/lib/egress/config";
import type { AddressProblem } from "@/lib/integrations/address";
import { readableHost } from "@/lib/net/readable-host";
import { resolveTarget } from "@/lib/net/resolve";
import { type SeenAnswer, seeAnswer } from "@/lib/net/seen-answer";
import { parseTarget } from "@/lib/net/target";
import { createShopClient } from "@/lib/shops/client";
import { detectFromPage } from "@/lib/shops/detect";
import type { Platform } from "@/lib/shops/platforms";
import { SHOP_PROBES } from "@/lib/shops/probes";
import { connectorFor } from "@/lib/shops/registry";
import type { ShopClient, ShopDescription, ShopFailure, ShopReach, ShopStatus } from "@/lib/shops/shop";

// The few short questions that a person waits for: does the address exist, which shop system answers, does the key work. Each is bounded;
// everything longer is a job.

const SHORT = { connectMs: 4_000, headersMs: 8_000, bodyMs: 4_000, totalMs: 10_000 };
const DAY_MS = 86_400_000;
const SHORT_ANSWER_BYTES = 512 * 1024;

export type ContactProblem = AddressProblem | "target_not_allowed" | "port_not_allowed" | "dns_not_found" | "dns_failure";

/**
 * Whether we may and can contact the address: its name is looked up and every address behind it judged. `baseUrl` as parseShopAddress gives it;
 * `host` is for people to read.
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

export interface DetectedPlatform {
  platform: Platform;
  /** Path that was asked. */
  path: string;
  /** `api`: the shop's API answered in its own form · `page`: the home page gave it away. */
  by: "api" | "page";
}

/**
 * Asks the address which shop system answers: one mild GET of each API we know, then the home page; null when none speaks. Ends within
 * half a minute, and at once where nobody answers.
 */
export async function detectPlatform(baseUrl: string): Promise<DetectedPlatform | null> {
  const { egress, policy } = await liveOutside();
  const client = createShopClient({ baseUrl, platform: "woocommerce", egress, policy, timeouts: SHORT });
  try {
    for (const probes of Object.values(SHOP_PROBES)) {
      const { path, headers } = probes.root;
      const seen = await look(client, path, Object.fromEntries(headers));
      if (seen === "nobody") return null;
      const said = seen && probes.recognize(seen, "GET");
      if (said) return { platform: said.platform, path, by: "api" };
    }
    const home = await look(client, "/", {});
    const sign = home && home !== "nobody" ? detectFromPage(home) : null;
    return sign && { platform: sign.platform, path: "/", by: "page" };
  } finally {
    await client.close();
  }
}

/** One answer as the recognisers look at it; `nobody` where not even a status came, null where the answer leads elsewhere. */
async function look(client: ShopClient, path: string, headers: Record<string, string>): Promise<SeenAnswer | "nobody" | null> {
  const sent = await client.send({ method: "GET", path, headers, maxBytes: SHORT_ANSWER_BYTES });
  if (!sent.ok) return sent.failure.status === null && sent.failure.code !== "response_too_large" ? "nobody" : null;
  const { status, body } = sent.answer;
  return seeAnswer({ version: "1.1", status, headers: Object.entries(sent.answer.headers) }, Buffer.from(body), "complete");
}

/** How many orders of each window the shop counts, by their last change; null where it does not say. `froms`: null means all. */
export async function countForImport(
  shop: { baseUrl: string; platform: Platform },
  credentials: unknown,
  froms: readonly (Date | null)[],
): Promise<(number | null)[]> {
  const { egress, policy } = await liveOutside();
  const client = createShopClient({ ...shop, egress, policy, timeouts: SHORT });
  const connector = connectorFor(shop.platform);
  const to = new Date(Date.now() + DAY_MS);
  const counts: (number | null)[] = [];
  try {
    for (const from of froms) {
      const counted = await connector.countOrders(client, credentials, { from, to });
      counts.push(counted.ok ? counted.value : null);
    }
    return counts;
  } finally {
    await client.close();
  }
}

/** The statuses that the shop's orders can have, as it says; null where it does not. */
export async function askStatuses(shop: { baseUrl: string; platform: Platform }, credentials: unknown): Promise<ShopStatus[] | null> {
  const { egress, policy } = await liveOutside();
  const client = createShopClient({ ...shop, egress, policy, timeouts: SHORT });
  try {
    const listed = await connectorFor(shop.platform).listStatuses(client, credentials);
    return listed.ok ? listed.value : null;
  } finally {
    await client.close();
  }
}

/** Tries credentials on the shop, before they are stored. Nothing is changed there. */
export async function testCredentials(
  shop: { baseUrl: string; platform: Platform },
  credentials: unknown,
): Promise<Result<ShopDescription & ShopReach, ShopFailure>> {
  const { egress, policy } = await liveOutside();
  const client = createShopClient({ ...shop, egress, policy, timeouts: SHORT });
  try {
    const connector = connectorFor(shop.platform);
    const works = await connector.preflight(client, credentials);
    if (!works.ok) return refuse(works.failure);
    const described = await connector.describe(client, credentials);
    return described.ok ? ok({ ...described.value, ...works.value }) : refuse(described.failure);
  } finally {
    await client.close();
  }
}
