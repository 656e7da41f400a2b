import { type RichTranslationValues, useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PastTime } from "@/components/sync/past-time";
import { UpcomingTime } from "@/components/sync/upcoming-time";
import type { Phrase } from "@/lib/health/lane/sentence";
import { anyKey } from "@/lib/i18n/any-key";

/** Renders a phrase: times become elements with the exact time on hover, arrays become lists. */
export function usePhrase(): (phrase: Phrase, upcoming?: boolean) => ReactNode {
  const t = anyKey(useTranslations("states"));
  const format = useFormatter();
  return (phrase, upcoming = false) => {
    const values: RichTranslationValues = { b: (chunks) => <b className="font-medium text-ink">{chunks}</b> };
    for (const [name, value] of Object.entries(phrase.values))
      if (value instanceof Date)
        values[name] = () => (upcoming ? <UpcomingTime at={value} /> : <PastTime at={value} since={name === "since"} />);
      else values[name] = typeof value === "object" ? format.list(value) : value;
    return t.rich(phrase.key, values);
  };
}
