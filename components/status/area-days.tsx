import { useFormatter, useTranslations } from "next-intl";
import { TONE_SOFT, TONE_TEXT } from "@/components/ui/tone";
import type { Tone } from "@/lib/health/tone";
import type { AreaHistory, AreaState, StatusDay } from "@/lib/operations/status/slots";

export const AREA_TONE: Readonly<Record<AreaState, Tone>> = { operational: "healthy", degraded: "recovering", down: "action_needed" };

/** One area: its state now, and a bar for each of the last days. */
export function AreaDays({ history: { area, now, uptime, days } }: { history: AreaHistory }) {
  const t = useTranslations("status");
  const format = useFormatter();
  const labelOf = ({ day, state, downMinutes, degradedMinutes }: StatusDay): string => {
    const shown = format.dateTime(day, { dateStyle: "long", timeZone: "UTC" });
    if (state === null) return t("day_none", { day: shown });
    if (state === "operational") return t("day", { day: shown, state: t(`states.${state}`) });
    return t("day_trouble", { day: shown, state: t(`states.${state}`), minutes: state === "down" ? downMinutes : degradedMinutes });
  };
  const share = format.number(Math.floor(uptime * 10_000) / 10_000, { style: "percent", maximumFractionDigits: 2 });
  return (
    <section className="border-line border-t py-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-semibold">{t(`areas.${area}`)}</h2>
        <p className={`font-medium text-sm ${TONE_TEXT[AREA_TONE[now]]}`}>{t(`states.${now}`)}</p>
      </div>
      <ul aria-label={t("days")} className="mt-3 flex h-8 gap-px">
        {days.map((day) => (
          <li
            key={day.day.toISOString()}
            title={labelOf(day)}
            className={`min-w-0 flex-1 rounded-xs ${day.state === null ? "bg-sunken" : `${TONE_SOFT[AREA_TONE[day.state]]} ${TONE_TEXT[AREA_TONE[day.state]]}`} ${day.state && day.state !== "operational" ? "border-current border-b-4" : ""}`}
          >
            <span className="sr-only">{labelOf(day)}</span>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-ink-2 text-sm">{t("uptime", { share })}</p>
    </section>
  );
}
