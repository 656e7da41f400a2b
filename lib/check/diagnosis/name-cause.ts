import type { Translate } from "@/lib/check/diagnosis/describe-cause";
import type { CauseCode } from "@/lib/check/result";

/** Titles that tell of one shop's particulars; without a shop these kinds have names of their own. */
const NAMED: readonly CauseCode[] = ["ip_blocked", "user_agent_blocked", "method_blocked"];

/** A kind of cause in words, of no shop in particular. `t` speaks the namespace `causes`. */
export const nameCause = (t: Translate, code: CauseCode): string =>
  NAMED.includes(code) ? t(`names.${code}`) : t(`titles.${code}`, { missing: "none", path: "none", reason: "none" });
