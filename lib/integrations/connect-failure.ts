import { failureOfAnswer } from "@/lib/connectors/http/shop-failure";
import type { NetFailureCode } from "@/lib/connectors/net/failures";
import type { ShopAnswer, ShopFailure } from "@/lib/connectors/shop";
import { parseShopAddress } from "@/lib/connectors/shop-address";

/**
 * What was met at an address in the place of a shop. The page finds its words under `integrations.wizard.missed.<why>`. `closed`: no server took the connection ·
 * `certificate`: no secure connection came about · `slow`: no answer in time · `moved`: another address · `loop`: its own, again and again · `password`: a wall
 * in front that asks for a password · `limited`: too many requests · `no_shop`: something that is none.
 */
type Why = "closed" | "certificate" | "slow" | "moved" | "loop" | "password" | "limited" | "maintenance" | "refused" | "broken" | "no_shop";

export interface ConnectFailure {
  why: Why;
  status: number | null;
  /** Where it leads, for `moved`. */
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

const same = (one: URL, other: URL): boolean =>
  one.origin === other.origin && one.pathname.replace(/\/+$/, "") === other.pathname.replace(/\/+$/, "");

/** Of a question that got no answer which could be read. `url`: what was asked. */
export function connectFailureOf({ code, status, detail, leadsTo }: ShopFailure, url: string): ConnectFailure {
  // Plain http answered where https was spoken: there is no certificate to be fixed.
  if (detail.startsWith("tls_plain_http" satisfies NetFailureCode)) return { why: "closed", status, to: null };
  if (leadsTo === undefined) return { why: WHY[code] ?? "no_shop", status, to: null };
  const isItself = same(new URL(leadsTo), new URL(url));
  // The address of the shop there, and not that of the API that was asked.
  const shop = parseShopAddress(leadsTo);
  return { why: isItself ? "loop" : "moved", status, to: isItself ? null : shop.ok ? shop.value : leadsTo };
}

/** Of an answer that is no shop's. */
export function connectFailureOfAnswer(answer: ShopAnswer): ConnectFailure {
  const { status, headers } = answer;
  if (status === 401 && /^\s*(?:basic|digest)\b/i.test(headers["www-authenticate"] ?? "")) return { why: "password", status, to: null };
  const { code } = failureOfAnswer(answer);
  return { why: code === "invalid_response" ? "no_shop" : (WHY[code] ?? "no_shop"), status, to: null };
}
