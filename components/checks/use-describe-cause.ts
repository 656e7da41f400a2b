import { useFormatter, useLocale, useTranslations } from "next-intl";
import { describeCause } from "@/lib/check/diagnosis/describe-cause";
import type { Cause } from "@/lib/check/result";
import { anyKey } from "@/lib/i18n/any-key";

/** Describes causes in the reader's language, time zone and clock. */
export function useDescribeCause(): (cause: Cause) => ReturnType<typeof describeCause> {
  const t = anyKey(useTranslations("causes"));
  const locale = useLocale();
  const format = useFormatter();
  return (cause) => describeCause(t, locale, cause, (at) => format.dateTime(at, "moment"));
}
