import type { CauseCode } from "@/lib/check/result";

/** Ends without anyone's work, although there are ways to avoid it. */
export const HEALS_ALONE: ReadonlySet<CauseCode> = new Set(["rate_limited", "maintenance_mode"]);

/** Somebody refuses, and can be told to make an exception. */
export const REFUSALS: ReadonlySet<CauseCode> = new Set([
  "ip_blocked",
  "access_denied",
  "user_agent_blocked",
  "method_blocked",
  "bot_challenge",
  "banned_during_test",
]);
