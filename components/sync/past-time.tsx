"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { ExactTime } from "@/components/ui/time";
import { useTickingNow } from "@/components/ui/use-ticking-now";
import { DAY_MS } from "@/lib/base/units";
import { HOUR } from "@/lib/i18n/date-formats";
import { yearIfDifferent } from "@/lib/i18n/year-if-different";

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
  const sameDay = format.dateTime(at, { dateStyle: "short" }) === format.dateTime(now, { dateStyle: "short" });
  const near = now.getTime() - at.getTime() < 6 * DAY_MS;
  const weekday = since && SPELLED_OUT.includes(locale) ? "long" : "short";
  const date = () => ({ day: "numeric", month: "short", ...yearIfDifferent(format, at, now) }) as const;
  const time = format.dateTime(at, sameDay ? HOUR : near ? { weekday, ...HOUR } : { ...date(), ...HOUR });
  const form = sameDay ? (time.startsWith("01") ? "at_one" : "today") : near ? "weekday" : /^(8|11)\b/.test(time) ? "date_vowel" : "date";
  return <ExactTime at={at}>{since ? t(form, { time }) : time}</ExactTime>;
}
