import type { ShopFailure } from "@/lib/connectors/shop";

export type FailureNature =
  /** Recovers automatically: wait and probe. */
  | "recovering"
  /** Lasts until someone acts. */
  | "needs_person"
  /** Only the reachability check can decide between the two. */
  | "check_decides";

type OwnFailure = "no_credentials" | "credentials_unreadable" | "suspiciously_empty" | "counts_differ" | "worker_lost" | "internal_error";

export type RunFailureCode = ShopFailure["code"] | OwnFailure;

/** Why a run failed: reasons on the shop's side, and those that only our side can know. */
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
  /** The integration has no credentials, or this process's keys cannot decrypt them. */
  no_credentials: "needs_person",
  credentials_unreadable: "needs_person",
  /** The shop reports orders but lists none. */
  suspiciously_empty: "recovering",
  /** The shop's count and ours still differ after every attempt to find the missing order. */
  counts_differ: "recovering",
  /** Several workers died during this run. */
  worker_lost: "recovering",
  internal_error: "recovering",
};

export const RUN_FAILURES = Object.keys(NATURES) as [RunFailureCode, ...RunFailureCode[]];

export type RunFailure = Omit<ShopFailure, "code" | "leadsTo"> & { code: RunFailureCode };

/** A failure that is not based on a response of the shop. */
export const ownFailure = <Code extends RunFailureCode>(code: Code, detail: string) => ({
  code,
  status: null,
  retryAfterSeconds: null,
  detail,
});

export const failureNature = (code: RunFailureCode): FailureNature => NATURES[code];

/** Whether a reachability check can explain this failure: not if the cause is on our side. */
export const isCheckable = (code: RunFailureCode): boolean =>
  !["no_credentials", "credentials_unreadable", "worker_lost", "internal_error", "counts_differ", "egress_unavailable"].includes(code);
