import { trimSlashes } from "@/lib/base/trim-end";
import { failureOfAnswer } from "@/lib/connectors/http/shop-failure";
import type { NetFailureCode } from "@/lib/connectors/net/failures";
import type { ShopAnswer, ShopFailure } from "@/lib/connectors/shop";
import { parseShopAddress } from "@/lib/connectors/shop-address";

/**
 * What responded at a URL instead of a shop. Texts: `integrations.wizard.missed.<why>`. `closed`: no server accepts connections ·
 * `certificate`: TLS failed · `slow`: timeout · `moved`: redirect elsewhere · `loop`: redirect to itself · `not_allowed`: redirect to something
 * other than http and https · `password`: HTTP authentication · `limited`: rate limit · `no_shop`: something else.
 */
type Why =
  | "closed"
  | "certificate"
  | "slow"
  | "moved"
  | "loop"
  | "not_allowed"
  | "password"
  | "limited"
  | "maintenance"
  | "refused"
  | "broken"
  | "no_shop";

export interface ConnectFailure {
  why: Why;
  status: number | null;
  /** Redirect target, for `moved`. */
  to: string | null;
}

const WHY: Readonly<Partial<Record<ShopFailure["code"], Why>>> = {
  target_not_allowed: "closed",
  dns_failed: "closed",
  connection_refused: "closed",
  connection_timed_out: "closed",
  connection_reset: "closed",
  tls_failed: "certificate",
  response_timed_out: "slow",
  invalid_response: "broken",
  rate_limited: "limited",
  maintenance: "maintenance",
  blocked: "refused",
  server_error: "broken",
};

const same = (one: URL, other: URL): boolean => one.origin === other.origin && trimSlashes(one.pathname) === trimSlashes(other.pathname);

/** For a request without a readable response. `url`: what was requested. */
export function connectFailureOf({ code, status, detail, leadsTo }: ShopFailure, url: string): ConnectFailure {
  // The server speaks plain http on the TLS port: there is no certificate to fix.
  if (detail.startsWith("tls_plain_http" satisfies NetFailureCode)) return { why: "closed", status, to: null };
  if (leadsTo === undefined) return { why: WHY[code] ?? "no_shop", status, to: null };
  if (!/^https?:/.test(leadsTo)) return { why: "not_allowed", status, to: null };
  const isItself = same(new URL(leadsTo), new URL(url));
  // The redirected shop URL, without the requested API path.
  const shop = parseShopAddress(leadsTo);
  return { why: isItself ? "loop" : "moved", status, to: isItself ? null : shop.ok ? shop.value : leadsTo };
}

/** For a response that is not a shop's. */
export function connectFailureOfAnswer(answer: ShopAnswer): ConnectFailure {
  const { status, headers } = answer;
  if (status === 401 && /^\s*(?:basic|digest)\b/i.test(headers["www-authenticate"] ?? "")) return { why: "password", status, to: null };
  const { code } = failureOfAnswer(answer);
  return { why: code === "invalid_response" ? "no_shop" : (WHY[code] ?? "no_shop"), status, to: null };
}
