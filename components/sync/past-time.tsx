"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { ExactTime } from "@/components/ui/time";
import { useTickingNow } from "@/components/ui/use-ticking-now";
import { DAY_MS } from "@/lib/base/units";
import { isSameDay, yearIfDifferent } from "@/lib/i18n/year-if-different";

/** Languages that spell out the weekday after an article. */
const SPELLED_OUT = ["fr", "es", "it"];

interface PastTimeProps {
  at: Date;
  /** The time follows "since": some languages need a matching article. */
  since?: boolean;
}

/** A past time within a sentence: "02:14", on another day "Tue 14:10", longer ago "12 Nov, 14:10", in another year "12 Nov 2025, 14:10". */
export function PastTime({ at, since = false }: PastTimeProps) {
  const t = useTranslations("states.since");
  const format = useFormatter();
  const locale = useLocale();
  const now = useTickingNow();
  const sameDay = isSameDay(format, at, now);
  const near = now.getTime() - at.getTime() < 6 * DAY_MS;
  const weekday = since && SPELLED_OUT.includes(locale) ? "long" : "short";
  const past = () =>
    near ? format.dateTime(at, "weekdayHour", { weekday }) : format.dateTime(at, "shortDayHour", yearIfDifferent(format, at, now));
  const time = sameDay ? format.dateTime(at, "hour") : past();
  const form = sameDay ? (/^0?1:/.test(time) ? "at_one" : "today") : near ? "weekday" : /^(8|11)\b/.test(time) ? "date_vowel" : "date";
  return <ExactTime at={at}>{since ? t(form, { time }) : time}</ExactTime>;
}
