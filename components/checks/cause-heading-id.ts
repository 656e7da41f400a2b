import type { Cause } from "@/lib/check/result";

/** Two causes may share a code, so the failed requests are part of the id. */
export const causeHeadingId = (cause: Cause): string => `cause-${cause.code}-${cause.evidence.fail ?? "none"}`;
