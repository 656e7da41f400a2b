import type { Metadata } from "next";
import { useFormatter, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { PublicPage } from "@/components/shell/public-page";
import { PageHeader } from "@/components/ui/page-header";
import { StateShape, TONE_SOFT, TONE_TEXT } from "@/components/ui/state-shape";
import type { Tone } from "@/lib/health/lane/tone";
import { readStatus } from "@/lib/operations/status/data";
import type { AreaHistory, AreaState, StatusDay, StatusIncident } from "@/lib/operations/status/slots";

const MAX_INCIDENTS = 50;

export async function generateMetadata(): Promise<Metadata> {
  const [t, locale] = await Promise.all([getTranslations("status"), getLocale()]);
  return { title: t("title"), robots: { index: true }, alternates: { types: { "application/atom+xml": `/status.atom?lang=${locale}` } } };
}

/** Public status of the platform, so that users do not look for our outages in their shop. */
export default async function StatusPage() {
  const [histories, t, app, locale] = await Promise.all([readStatus(), getTranslations("status"), getTranslations("app"), getLocale()]);
  const isGood = histories.every(({ now }) => now === "operational");
  const incidents = histories.flatMap((history) => history.incidents).sort((a, b) => b.from.getTime() - a.from.getTime());
  return (
    <PublicPage name={app("name")}>
      <PageHeader title={t("title")} description={t("intro")} />
      <p className="my-6 flex items-center gap-2 font-semibold text-lg">
        <StateShape tone={AREA_TONE[isGood ? "operational" : "down"]} className="size-5" />
        {t(isGood ? "all_good" : "trouble")}
      </p>
      {histories.map((history) => (
        <AreaDays key={history.area} history={history} />
      ))}
      <section className="border-line border-t py-5">
        <h2 className="font-semibold">{t("incidents")}</h2>
        <IncidentList incidents={incidents.slice(0, MAX_INCIDENTS)} />
        <p className="mt-4">
          <a href={`/status.atom?lang=${locale}`} className="underline">
            {t("feed")}
          </a>
        </p>
      </section>
    </PublicPage>
  );
}

function IncidentList({ incidents }: { incidents: readonly StatusIncident[] }) {
  const t = useTranslations("status");
  const format = useFormatter();
  const show = (at: Date): string => format.dateTime(at, "moment", { timeZone: "UTC" });
  if (incidents.length === 0) return <p className="mt-2 text-ink-2">{t("no_incidents")}</p>;
  return (
    <ul className="mt-2 divide-y divide-line">
      {incidents.map(({ area, state, from, to }) => (
        <li key={`${area} ${from.toISOString()}`} className="flex flex-wrap justify-between gap-x-4 py-2">
          <span>{t("feed_entry", { area: t(`areas.${area}`), state: t(`states.${state}`) })}</span>
          <span className="text-ink-2">
            {to ? t("from_to", { from: show(from), to: show(to) }) : t("since", { from: show(from) })} (UTC)
          </span>
        </li>
      ))}
    </ul>
  );
}

const AREA_TONE: Readonly<Record<AreaState, Tone>> = { operational: "healthy", degraded: "recovering", down: "action_needed" };

function AreaDays({ history: { area, now, uptime, days } }: { history: AreaHistory }) {
  const t = useTranslations("status");
  const format = useFormatter();
  const labelOf = ({ day, state, downMinutes, degradedMinutes }: StatusDay): string => {
    const shown = format.dateTime(day, "day", { timeZone: "UTC" });
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
