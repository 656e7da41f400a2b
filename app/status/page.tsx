import type { Metadata } from "next";
import { useFormatter, useTranslations } from "next-intl";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { DayCursor } from "@/components/charts/day-cursor";
import { PublicPage } from "@/components/shell/public-page";
import { PageHeader } from "@/components/ui/page-header";
import { StateShape, TONE_SOFT, TONE_TEXT } from "@/components/ui/state-shape";
import type { Tone } from "@/lib/health/lane/tone";
import { readStatus } from "@/lib/operations/status/data";
import { joinIncidents, type PlatformIncident } from "@/lib/operations/status/join-incidents";
import type { AreaHistory, AreaState, StatusDay } from "@/lib/operations/status/slots";

const MAX_INCIDENTS = 50;
/** Below it, "works" alone would contradict the figure beside it. */
const GOOD_SHARE = 0.999;

export async function generateMetadata(): Promise<Metadata> {
  const [t, locale] = await Promise.all([getTranslations("status"), getLocale()]);
  return { title: t("title"), robots: { index: true }, alternates: { types: { "application/atom+xml": `/status.atom?lang=${locale}` } } };
}

/** Public status of the platform, for readers who know only a shop, and for users, so that they do not look for our outages in their shop. */
export default async function StatusPage() {
  const [histories, t, chart, app, locale] = await Promise.all([
    readStatus(),
    getTranslations("status"),
    getTranslations("history"),
    getTranslations("app"),
    getLocale(),
  ]);
  return (
    <PublicPage name={app("name")}>
      <PageHeader title={t("title")} description={t("intro")} />
      <Overall histories={histories} />
      <div className="grid min-w-0 gap-4">
        <DayCursor
          label={`${chart("cursor")}. ${chart("hint")}`}
          dateHeading={chart("day.date")}
          tableLabel={chart("table")}
          table={await describeStatusDays(histories)}
        >
          <div className="grid gap-5">
            {histories.map((history) => (
              <AreaDays key={history.area} history={history} />
            ))}
          </div>
        </DayCursor>
      </div>
      <section className="mt-6 border-line border-t py-5">
        <h2 className="font-semibold">{t("incidents")}</h2>
        <IncidentList incidents={joinIncidents(histories).slice(0, MAX_INCIDENTS)} />
        <p className="mt-4">
          <a href={`/status.atom?lang=${locale}`} className="underline">
            {t("feed")}
          </a>
        </p>
      </section>
    </PublicPage>
  );
}

const AREA_TONE: Readonly<Record<AreaState, Tone>> = { operational: "healthy", degraded: "recovering", down: "action_needed" };

const recordedDays = (days: readonly StatusDay[]): number => Math.max(1, days.filter(({ state }) => state !== null).length);

/** Rounded down: 100 % means always. */
function useShare(): (uptime: number) => string {
  const format = useFormatter();
  return (uptime) => format.number(Math.floor(uptime * 10_000) / 10_000, { style: "percent", maximumFractionDigits: 2 });
}

function Overall({ histories }: { histories: readonly AreaHistory[] }) {
  const t = useTranslations("status");
  const share = useShare();
  const worst = histories.reduce((a, b) => (b.uptime < a.uptime ? b : a));
  const isGood = histories.every(({ now }) => now === "operational");
  const past = { share: share(worst.uptime), days: recordedDays(worst.days) };
  return (
    <div className="my-6 flex items-start gap-2">
      <StateShape tone={AREA_TONE[isGood ? "operational" : "down"]} className="mt-1 size-5 shrink-0" />
      <p className="font-semibold text-lg">
        {isGood && worst.uptime < GOOD_SHARE ? t("works_now", past) : t(isGood ? "all_good" : "trouble")}
      </p>
    </div>
  );
}

function IncidentList({ incidents }: { incidents: readonly PlatformIncident[] }) {
  const t = useTranslations("status");
  const format = useFormatter();
  const show = (at: Date): string => format.dateTime(at, "moment", { timeZone: "UTC" });
  if (incidents.length === 0) return <p className="mt-2 text-ink-2">{t("no_incidents")}</p>;
  return (
    <>
      <p className="mt-1 text-ink-2">{t("made_up")}</p>
      <ul className="mt-2 divide-y divide-line">
        {incidents.map(({ areas, state, from, to }) => (
          <li key={from.toISOString()} className="flex flex-wrap justify-between gap-x-4 py-2">
            <span className="min-w-0">
              {t("feed_entry", { area: format.list(areas.map((area) => t(`areas.${area}`))), state: t(`states.${state}`) })}
            </span>
            <span className="text-ink-2 tabular-nums">
              {to ? t("from_to", { from: show(from), to: show(to) }) : t("since", { from: show(from) })} (UTC)
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** One row per day, one column per area. */
async function describeStatusDays(histories: readonly AreaHistory[]) {
  const [t, format] = await Promise.all([getTranslations("status"), getFormatter()]);
  const describeDay = ({ state, downMinutes, degradedMinutes }: StatusDay): string => {
    if (state === null) return t("day_none");
    if (state === "operational") return t(`states.${state}`);
    return t("day_trouble", { state: t(`states.${state}`), minutes: state === "down" ? downMinutes : degradedMinutes });
  };
  const [first] = histories;
  return {
    headings: histories.map(({ area }) => t(`areas.${area}`)),
    days: (first?.days ?? []).map(({ day }, index) => ({
      date: `${format.dateTime(day, "weekdayDay", { timeZone: "UTC" })} (UTC)`,
      cells: histories.map(({ days }) => (days[index] ? describeDay(days[index]) : "")),
    })),
  };
}

function AreaDays({ history: { area, now, uptime, days } }: { history: AreaHistory }) {
  const t = useTranslations("status");
  const share = useShare();
  const key = now === "operational" && uptime < GOOD_SHARE ? "uptime_now" : "uptime";
  return (
    <section className="border-line border-t pt-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-semibold">{t(`areas.${area}`)}</h2>
        <p className={`font-medium text-sm ${TONE_TEXT[AREA_TONE[now]]}`}>{t(`states.${now}`)}</p>
      </div>
      <p className="text-ink-2 text-sm">{t(`about.${area}`)}</p>
      <div aria-hidden="true" className="mt-3 flex h-8 gap-px">
        {days.map(({ day, state }) => (
          <span
            key={day.toISOString()}
            className={`min-w-0 flex-1 rounded-xs ${state === null ? "bg-sunken" : `${TONE_SOFT[AREA_TONE[state]]} ${TONE_TEXT[AREA_TONE[state]]}`} ${state && state !== "operational" ? "border-current border-b-4" : ""}`}
          />
        ))}
      </div>
      <p className="mt-2 text-ink-2 text-sm">{t(key, { share: share(uptime), days: recordedDays(days) })}</p>
    </section>
  );
}
