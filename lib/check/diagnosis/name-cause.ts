import type { CauseCode } from "@/lib/check/causes";
import type { Translate } from "@/lib/check/diagnosis/describe-cause";

/** A kind of cause in words, for no particular shop: its name where its title needs a shop's details. `t` has the namespace `causes`. */
export const nameCause = (t: Translate, code: CauseCode): string =>
  t.has(`names.${code}`) ? t(`names.${code}`) : t(`titles.${code}`, { missing: "none", path: "none", reason: "none" });
