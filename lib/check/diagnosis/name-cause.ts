import type { CauseCode } from "@/lib/check/causes";
import type { Translate } from "@/lib/check/diagnosis/describe-cause";

/** Names a kind of cause without a shop, even if its title needs a shop's details. `t` has the namespace `causes`. */
export const nameCause = (t: Translate, code: CauseCode): string =>
  t.has(`names.${code}`) ? t(`names.${code}`) : t(`titles.${code}`, { method: "none", missing: "none", path: "none", reason: "none" });
