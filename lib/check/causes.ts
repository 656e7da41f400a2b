import type { LaneName } from "@/lib/health/lane-name";

// Every kind of cause. A new one is an entry here; the compiler then asks for its reasons, its fixes and its messages.

/** From the lowest layer to the highest: a lower one explains a higher one. */
export const LAYERS = ["target", "name", "network", "tls", "in_front", "server", "api", "credentials"] as const;
type Layer = (typeof LAYERS)[number];

/**
 * `refusal`: a rule refuses us and can have an exception · `about_key`: another key ends it · `one_path`: may hold for one path alone ·
 * `orders_readable`: orders are still read · `not_for_hosts`: no matter of a hosting provider · `hides_addresses`: no address gets an
 * answer that could be compared.
 */
type CauseTrait = "refusal" | "about_key" | "one_path" | "orders_readable" | "not_for_hosts" | "hides_addresses";

interface CauseKind {
  layer: Layer;
  /** The lanes that it blocks, unless the evidence shows fewer. */
  affects: readonly LaneName[];
  /** Whether it ends without work: `automatic` always, `possible` at times. */
  recovery: "automatic" | "possible" | "manual";
  traits: readonly CauseTrait[];
}

const BOTH: readonly LaneName[] = ["orders_in", "tracking_out"];

const TABLE = {
  target_not_allowed: { layer: "target", affects: BOTH, recovery: "manual", traits: ["not_for_hosts"] },
  dns_not_found: { layer: "name", affects: BOTH, recovery: "manual", traits: ["not_for_hosts"] },
  dns_failure: { layer: "name", affects: BOTH, recovery: "possible", traits: ["not_for_hosts"] },
  connection_refused: { layer: "network", affects: BOTH, recovery: "possible", traits: [] },
  connection_timed_out: { layer: "network", affects: BOTH, recovery: "possible", traits: [] },
  connection_reset: { layer: "network", affects: BOTH, recovery: "possible", traits: [] },
  ip_blocked: { layer: "network", affects: BOTH, recovery: "manual", traits: ["refusal"] },
  tls_expired: { layer: "tls", affects: BOTH, recovery: "manual", traits: [] },
  tls_name_mismatch: { layer: "tls", affects: BOTH, recovery: "manual", traits: [] },
  tls_untrusted: { layer: "tls", affects: BOTH, recovery: "manual", traits: [] },
  tls_incomplete_chain: { layer: "tls", affects: BOTH, recovery: "manual", traits: [] },
  tls_handshake_failed: { layer: "tls", affects: BOTH, recovery: "manual", traits: [] },
  access_denied: {
    layer: "in_front",
    affects: BOTH,
    recovery: "manual",
    traits: ["refusal", "one_path", "hides_addresses"],
  },
  user_agent_blocked: { layer: "in_front", affects: BOTH, recovery: "manual", traits: ["refusal"] },
  method_blocked: { layer: "in_front", affects: BOTH, recovery: "manual", traits: ["refusal"] },
  bot_challenge: { layer: "in_front", affects: BOTH, recovery: "manual", traits: ["refusal", "hides_addresses"] },
  rate_limited: { layer: "in_front", affects: BOTH, recovery: "automatic", traits: ["orders_readable"] },
  banned_during_test: {
    layer: "in_front",
    affects: BOTH,
    recovery: "possible",
    traits: ["refusal", "orders_readable", "hides_addresses"],
  },
  password_protected: { layer: "in_front", affects: BOTH, recovery: "manual", traits: [] },
  redirect_loop: { layer: "in_front", affects: BOTH, recovery: "manual", traits: [] },
  redirected_to_other_host: { layer: "in_front", affects: BOTH, recovery: "manual", traits: [] },
  cached_response: { layer: "in_front", affects: ["orders_in"], recovery: "manual", traits: [] },
  maintenance_mode: { layer: "server", affects: BOTH, recovery: "automatic", traits: ["hides_addresses"] },
  server_error: { layer: "server", affects: BOTH, recovery: "possible", traits: ["hides_addresses"] },
  response_timed_out: { layer: "server", affects: BOTH, recovery: "possible", traits: ["one_path", "hides_addresses"] },
  api_not_found: { layer: "api", affects: BOTH, recovery: "manual", traits: [] },
  api_disabled: { layer: "api", affects: BOTH, recovery: "manual", traits: ["not_for_hosts"] },
  wrong_platform: { layer: "api", affects: BOTH, recovery: "manual", traits: ["not_for_hosts"] },
  invalid_response: { layer: "api", affects: BOTH, recovery: "manual", traits: [] },
  authorization_header_stripped: { layer: "credentials", affects: BOTH, recovery: "manual", traits: [] },
  credentials_rejected: { layer: "credentials", affects: BOTH, recovery: "manual", traits: ["about_key"] },
  credentials_insufficient: { layer: "credentials", affects: BOTH, recovery: "manual", traits: ["about_key", "not_for_hosts"] },
} as const satisfies Record<string, CauseKind>;

export type CauseCode = keyof typeof TABLE;
export const CAUSES: Readonly<Record<CauseCode, CauseKind>> = TABLE;
export const CAUSE_CODES = Object.keys(TABLE) as [CauseCode, ...CauseCode[]];

export const hasTrait = (code: CauseCode, trait: CauseTrait): boolean => CAUSES[code].traits.includes(trait);

/** A rule about our requests; a challenge is none. */
export const isByRule = (code: CauseCode): boolean => hasTrait(code, "refusal") && code !== "bot_challenge";

/** A stored code; one of a kind that no longer exists reads as `access_denied`. */
export const toCauseCode = (text: string): CauseCode => CAUSE_CODES.find((code) => code === text) ?? "access_denied";

/** A limit per URL, which all visitors use up together, does not end by waiting. */
export const recoversAutomatically = ({ code, reason }: { code: CauseCode; reason: string | null }): boolean =>
  CAUSES[code].recovery === "automatic" && reason !== "counts_by_url";
