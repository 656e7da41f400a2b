import { type RichTranslationValues, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PastTime } from "@/components/sync/past-time";
import { UpcomingTime } from "@/components/sync/upcoming-time";
import type { Phrase } from "@/lib/health/lane/sentence";
import { anyKey } from "@/lib/i18n/any-key";

/** Renders a phrase; times become elements with the exact time on hover. */
export function usePhrase(): (phrase: Phrase, upcoming?: boolean) => ReactNode {
  const t = anyKey(useTranslations("states"));
  return (phrase, upcoming = false) => {
    const values: RichTranslationValues = { b: (chunks) => <b className="font-medium text-ink">{chunks}</b> };
    for (const [name, value] of Object.entries(phrase.values))
      values[name] =
        value instanceof Date ? () => (upcoming ? <UpcomingTime at={value} /> : <PastTime at={value} since={name === "since"} />) : value;
    return t.rich(phrase.key, values);
  };
}
