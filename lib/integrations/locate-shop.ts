import type { OutsideConfig } from "@/lib/connectors/egress/config";
import type { ConnectFailure } from "@/lib/integrations/connect-failure";
import { detectShopSystem, type Sought } from "@/lib/integrations/detect-shop-system";

export interface LocateAnswer {
  /** The address with the scheme that was chosen, as it was typed otherwise. */
  baseUrl: string;
  sought: Sought;
  /** What https met, where plain http was chosen. */
  overHttps: HttpsMiss | null;
}

const TOTAL_MS = 30_000;
/** With less time left http is not asked. */
const LEAST_MS = 3_000;

/**
 * Where https is not served for this name: no server accepts the connection, the certificate is another one's, or a page of the host stands there. What
 * refuses us by https, or is slow, is the shop's own https: a key is not sent in the open because of it.
 */
const WITHOUT_HTTPS = ["closed", "certificate", "no_shop", "moved"] as const;
/** The page finds its words under `integrations.address.https.<why>`. */
export type HttpsMiss = (typeof WITHOUT_HTTPS)[number];
/** A server that speaks, although it does not let us in. */
const SPEAKS: readonly ConnectFailure["why"][] = ["password", "limited", "maintenance", "refused", "broken"];
/** Something is there, where by https nothing is. */
const IS_THERE: readonly ConnectFailure["why"][] = ["no_shop", "slow", "loop"];

/** Whether http is the better one of two that are both no shop. */
function isNearer(http: ConnectFailure, https: ConnectFailure): boolean {
  if (SPEAKS.includes(http.why)) return true;
  return IS_THERE.includes(http.why) && (https.why === "closed" || https.why === "certificate");
}

/**
 * Looks for a shop at an address that was typed without a scheme (`http` is its form over plain http, null where a scheme was named): by https, and by
 * http where https is not there. Ends within half a minute.
 */
export async function locateShop(https: string, http: string | null, outside: OutsideConfig): Promise<LocateAnswer> {
  const startedAt = performance.now();
  const secure: LocateAnswer = { baseUrl: https, sought: await detectShopSystem(https, outside), overHttps: null };
  const { sought } = secure;
  if (http === null || sought.kind === "found") return secure;
  const why = WITHOUT_HTTPS.find((code) => code === sought.miss.why);
  if (why === undefined) return secure;
  const leftMs = TOTAL_MS - (performance.now() - startedAt);
  if (leftMs < LEAST_MS) return secure;
  const open = await detectShopSystem(http, outside, leftMs);
  // http may lead to https after all, at another name of the site.
  if (open.kind === "found") {
    const isOpen = open.shop.baseUrl.startsWith("http:");
    return { baseUrl: isOpen ? http : https, sought: open, overHttps: isOpen ? why : null };
  }
  return isNearer(open.miss, sought.miss) ? { baseUrl: http, sought: open, overHttps: why } : secure;
}
