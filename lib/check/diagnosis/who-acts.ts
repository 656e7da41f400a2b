import type { Cause, CauseCode } from "@/lib/check/result";

/** Ends without anyone's work, although there are ways to avoid it. */
const HEALS_ALONE: ReadonlySet<CauseCode> = new Set(["rate_limited", "maintenance_mode"]);

/** Not a limit that every visitor of one address uses up together. */
export const healsAlone = ({ code, reason }: Pick<Cause, "code" | "reason">): boolean =>
  HEALS_ALONE.has(code) && reason !== "counts_by_url";

/** Somebody refuses, and can be told to make an exception. */
export const REFUSALS: ReadonlySet<CauseCode> = new Set([
  "ip_blocked",
  "access_denied",
  "user_agent_blocked",
  "method_blocked",
  "bot_challenge",
  "banned_during_test",
]);
