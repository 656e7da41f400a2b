import type { Cause } from "@/lib/check/result";

/** Two causes may share a code: what failed distinguishes them. */
export const causeHeadingId = (cause: Cause): string => `cause-${cause.code}-${cause.evidence.fail ?? "none"}`;
