import type { OutsideConfig } from "@/lib/connectors/egress/config";
import type { ConnectFailure } from "@/lib/integrations/connect/connect-failure";
import { type Detection, detectShopSystem } from "@/lib/integrations/connect/detect-shop-system";

export interface LocateAnswer {
  /** The entered URL with the chosen scheme. */
  baseUrl: string;
  detection: Detection;
  /** Why https failed, if plain http was chosen. */
  overHttps: HttpsMiss | null;
}

const TOTAL_MS = 30_000;
/** With less time left, http is not tried. */
const MIN_MS = 3_000;

/**
 * The name is not served over https: no server accepts connections, the certificate belongs to another name, or a default page of the host
 * responds. If https refuses us or is slow, it is the shop's own: never downgrade, or the key would be sent unencrypted.
 */
const WITHOUT_HTTPS = ["closed", "certificate", "no_shop", "moved"] as const;
/** Texts: `integrations.address.https.<why>`. */
export type HttpsMiss = (typeof WITHOUT_HTTPS)[number];
/** A server responds, although it refuses us. */
const ANSWERED: readonly ConnectFailure["why"][] = ["password", "limited", "maintenance", "refused", "broken"];
/** Something responds or accepts connections, unlike over https. */
const REACHED: readonly ConnectFailure["why"][] = ["no_shop", "slow", "loop"];

/** Whether the failure over http is closer to a shop than the one over https. */
function isNearer(http: ConnectFailure, https: ConnectFailure): boolean {
  if (ANSWERED.includes(http.why)) return true;
  return REACHED.includes(http.why) && (https.why === "closed" || https.why === "certificate");
}

/**
 * Finds the shop at a URL entered without a scheme: over https and, if the name has no https, over http. `http` is the URL with http; null
 * if a scheme was entered. Takes at most half a minute.
 */
export async function locateShop(https: string, http: string | null, outside: OutsideConfig): Promise<LocateAnswer> {
  const startedAt = performance.now();
  const secure: LocateAnswer = { baseUrl: https, detection: await detectShopSystem(https, outside), overHttps: null };
  const { detection } = secure;
  if (http === null || detection.kind === "found") return secure;
  const why = WITHOUT_HTTPS.find((code) => code === detection.miss.why);
  if (why === undefined) return secure;
  const leftMs = TOTAL_MS - (performance.now() - startedAt);
  if (leftMs < MIN_MS) return secure;
  const open = await detectShopSystem(http, outside, leftMs);
  // http may redirect to https under another name of the site.
  if (open.kind === "found") {
    const isOpen = open.shop.baseUrl.startsWith("http:");
    return { baseUrl: isOpen ? http : https, detection: open, overHttps: isOpen ? why : null };
  }
  return isNearer(open.miss, detection.miss) ? { baseUrl: http, detection: open, overHttps: why } : secure;
}
