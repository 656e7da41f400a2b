import type { ShopFailure } from "@/lib/connectors/shop";

/** Why a run ended without success: what the shop did, and what only this side can know. */
export const RUN_FAILURES = [
  "target_not_allowed",
  "egress_unavailable",
  "dns_failed",
  "connection_refused",
  "connection_timed_out",
  "connection_reset",
  "tls_failed",
  "response_timed_out",
  "response_too_large",
  "redirected",
  "rate_limited",
  "maintenance",
  "blocked",
  "server_error",
  "credentials_rejected",
  "credentials_insufficient",
  "api_not_found",
  "invalid_response",
  /** The integration has no credentials, or they cannot be opened with the keys of this process. */
  "no_credentials",
  "credentials_unreadable",
  /** The shop says it has orders and then lists none. */
  "suspiciously_empty",
  /** The shop's count and ours stayed different after every way to find the missing order. */
  "counts_differ",
  /** Workers died on this run again and again. */
  "worker_lost",
  "internal_error",
] as const satisfies readonly (ShopFailure["code"] | OwnFailure)[];

type OwnFailure = "no_credentials" | "credentials_unreadable" | "suspiciously_empty" | "counts_differ" | "worker_lost" | "internal_error";

export type RunFailureCode = (typeof RUN_FAILURES)[number];

/** A failed run as data: the code and what is known beside it. */
export interface RunFailure {
  code: RunFailureCode;
  status: number | null;
  retryAfterSeconds: number | null;
  /** One line for the log and the page; never a secret, never markup of the shop. */
  detail: string;
}

export type FailureNature =
  /** Recovers automatically: wait and probe. */
  | "recovering"
  /** Lasts until a person acts. */
  | "needs_person"
  /** Only the reachability check can decide between the two. */
  | "check_decides";

const NATURES: Record<RunFailureCode, FailureNature> = {
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
  no_credentials: "needs_person",
  credentials_unreadable: "needs_person",
  suspiciously_empty: "recovering",
  counts_differ: "recovering",
  worker_lost: "recovering",
  internal_error: "recovering",
};

export const failureNature = (code: RunFailureCode): FailureNature => NATURES[code];

/** Whether a reachability check can say more about this failure: not when the trouble is on this side. */
export const isCheckable = (code: RunFailureCode): boolean =>
  !["no_credentials", "credentials_unreadable", "worker_lost", "internal_error", "counts_differ", "egress_unavailable"].includes(code);
