import type { ShopFailure } from "@/lib/connectors/shop";

export type FailureNature =
  /** Recovers automatically: wait and probe. */
  | "recovering"
  /** Lasts until a person acts. */
  | "needs_person"
  /** Only the reachability check can decide between the two. */
  | "check_decides";

type OwnFailure = "no_credentials" | "credentials_unreadable" | "suspiciously_empty" | "counts_differ" | "worker_lost" | "internal_error";

export type RunFailureCode = ShopFailure["code"] | OwnFailure;

/** Why a run ended without success: what the shop did, and what only this side can know. */
const NATURES: Readonly<Record<RunFailureCode, FailureNature>> = {
  target_not_allowed: "needs_person",
  egress_unavailable: "recovering",
  dns_failed: "check_decides",
  connection_refused: "check_decides",
  connection_timed_out: "check_decides",
  connection_reset: "check_decides",
  tls_failed: "check_decides",
  response_timed_out: "recovering",
  response_too_large: "check_decides",
  redirected: "check_decides",
  rate_limited: "recovering",
  maintenance: "recovering",
  blocked: "check_decides",
  server_error: "recovering",
  credentials_rejected: "needs_person",
  credentials_insufficient: "needs_person",
  api_not_found: "check_decides",
  invalid_response: "check_decides",
  /** The integration has no credentials, or they cannot be opened with the keys of this process. */
  no_credentials: "needs_person",
  credentials_unreadable: "needs_person",
  /** The shop says it has orders and then lists none. */
  suspiciously_empty: "recovering",
  /** The shop's count and ours stayed different after every way to find the missing order. */
  counts_differ: "recovering",
  /** Workers died on this run again and again. */
  worker_lost: "recovering",
  internal_error: "recovering",
};

export const RUN_FAILURES = Object.keys(NATURES) as [RunFailureCode, ...RunFailureCode[]];

export type RunFailure = Omit<ShopFailure, "code" | "leadsTo"> & { code: RunFailureCode };

/** A failure that no answer of the shop is behind. */
export const ownFailure = <Code extends RunFailureCode>(code: Code, detail: string) => ({
  code,
  status: null,
  retryAfterSeconds: null,
  detail,
});

export const failureNature = (code: RunFailureCode): FailureNature => NATURES[code];

/** Whether a reachability check can say more about this failure: not when the trouble is on this side. */
export const isCheckable = (code: RunFailureCode): boolean =>
  !["no_credentials", "credentials_unreadable", "worker_lost", "internal_error", "counts_differ", "egress_unavailable"].includes(code);
