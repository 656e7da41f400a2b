import type { LaneName } from "@/lib/health/lane/lane-name";

// Every kind of cause. Adding one here makes the compiler require its fixes and messages.

/** From the lowest layer to the highest: a lower one explains a higher one. */
export const LAYERS = ["target", "name", "network", "tls", "in_front", "server", "api", "credentials"] as const;
type Layer = (typeof LAYERS)[number];

/**
 * `refusal`: a rule refuses us and can exempt us · `about_key`: another key fixes it · `one_path`: may affect a single path ·
 * `orders_readable`: orders can still be read · `not_for_hosts`: not a hosting provider's concern · `hides_addresses`: no address gets
 * a comparable answer · `never_blocks`: what it describes is slow or fails at times, and no request is refused.
 */
type CauseTrait = "refusal" | "about_key" | "one_path" | "orders_readable" | "not_for_hosts" | "hides_addresses" | "never_blocks";

interface CauseKind {
  layer: Layer;
  /** The lanes that it blocks, unless the evidence shows fewer. */
  affects: readonly LaneName[];
  /** Whether it resolves without anyone acting: `automatic` always, `possible` sometimes. */
  recovery: "automatic" | "possible" | "manual";
  traits: readonly CauseTrait[];
}

const kind = (layer: Layer, recovery: CauseKind["recovery"], ...traits: CauseTrait[]): CauseKind => ({
  layer,
  affects: ["orders_in", "tracking_out"],
  recovery,
  traits,
});

const TABLE = {
  target_not_allowed: kind("target", "manual", "not_for_hosts"),
  dns_not_found: kind("name", "manual", "not_for_hosts"),
  dns_failure: kind("name", "possible", "not_for_hosts"),
  connection_refused: kind("network", "possible"),
  connection_timed_out: kind("network", "possible"),
  connection_reset: kind("network", "possible"),
  ip_blocked: kind("network", "manual", "refusal"),
  tls_expired: kind("tls", "manual"),
  tls_name_mismatch: kind("tls", "manual"),
  tls_untrusted: kind("tls", "manual"),
  tls_incomplete_chain: kind("tls", "manual"),
  tls_handshake_failed: kind("tls", "manual"),
  access_denied: kind("in_front", "manual", "refusal", "one_path", "hides_addresses"),
  user_agent_blocked: kind("in_front", "manual", "refusal"),
  method_blocked: kind("in_front", "manual", "refusal"),
  body_too_large: kind("in_front", "manual", "refusal"),
  bot_challenge: kind("in_front", "manual", "refusal", "hides_addresses"),
  rate_limited: kind("in_front", "automatic", "orders_readable"),
  banned_during_test: kind("in_front", "possible", "refusal", "orders_readable", "hides_addresses"),
  password_protected: kind("in_front", "manual"),
  redirect_loop: kind("in_front", "manual"),
  redirected_to_other_host: kind("in_front", "manual"),
  cached_response: { ...kind("in_front", "manual"), affects: ["orders_in"] },
  maintenance_mode: kind("server", "automatic", "hides_addresses"),
  server_error: kind("server", "possible", "hides_addresses"),
  slow: kind("server", "possible", "orders_readable", "never_blocks"),
  unstable: kind("server", "possible", "orders_readable", "never_blocks"),
  response_timed_out: kind("server", "possible", "one_path", "hides_addresses"),
  api_not_found: kind("api", "manual"),
  api_disabled: kind("api", "manual", "not_for_hosts"),
  closed_to_visitors: kind("api", "manual", "about_key", "not_for_hosts"),
  wrong_shop_system: kind("api", "manual", "not_for_hosts"),
  invalid_response: kind("api", "manual"),
  authorization_header_stripped: kind("credentials", "manual"),
  credentials_rejected: kind("credentials", "manual", "about_key"),
  credentials_insufficient: kind("credentials", "manual", "about_key", "not_for_hosts"),
} satisfies Record<string, CauseKind>;

export type CauseCode = keyof typeof TABLE;
export const CAUSES: Readonly<Record<CauseCode, CauseKind>> = TABLE;
export const CAUSE_CODES = Object.keys(TABLE) as [CauseCode, ...CauseCode[]];

export const hasTrait = (code: CauseCode, trait: CauseTrait): boolean => CAUSES[code].traits.includes(trait);

/** A rule refuses our requests; a bot challenge does not count as one. */
export const isByRule = (code: CauseCode): boolean => hasTrait(code, "refusal") && code !== "bot_challenge";

/** Reads a stored code; a retired one becomes `access_denied`. */
export const toCauseCode = (text: string): CauseCode => CAUSE_CODES.find((code) => code === text) ?? "access_denied";

/** A limit per URL is used up by all visitors together and does not end by waiting. */
export const recoversAutomatically = ({ code, reason }: { code: CauseCode; reason: string | null }): boolean =>
  CAUSES[code].recovery === "automatic" && reason !== "counts_by_url";
