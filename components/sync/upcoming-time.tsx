"use client";

import { useFormatter, useTranslations } from "next-intl";
import { ExactTime } from "@/components/ui/time";
import { useTickingNow } from "@/components/ui/use-ticking-now";
import { HOUR_MS } from "@/lib/base/units";
import { isSameDay, yearIfDifferent } from "@/lib/i18n/year-if-different";

/**
 * A future time within a sentence: "in 3 minutes", after an hour "at 09:40", on another day "on Thu 09:40". Some languages need a different
 * article at one o'clock.
 */
export function UpcomingTime({ at }: { at: Date }) {
  const t = useTranslations("sync.upcoming");
  const format = useFormatter();
  const now = useTickingNow();
  const awayMs = at.getTime() - now.getTime();
  const sameDay = isSameDay(format, at, now);
  const time = format.dateTime(at, "hour");
  const text = () => {
    if (awayMs < 3_000) return t("any_moment");
    if (awayMs < HOUR_MS) return format.relativeTime(at, now);
    const day = format.dateTime(at, "weekdayShortDay", yearIfDifferent(format, at, now));
    return t(`${sameDay ? "at" : "on"}${/^0?1:/.test(time) ? "_one" : ""}`, { day, time });
  };
  return <ExactTime at={at}>{text()}</ExactTime>;
}
