import type { Route } from "next";
import { useFormatter, useNow, useTranslations } from "next-intl";
import { StateMark } from "@/components/ui/state-mark";
import { TextLink } from "@/components/ui/text-link";
import { Time, TimeSpan } from "@/components/ui/time";
import { describeReason } from "@/lib/health/lane/sentence";
import { anyKey } from "@/lib/i18n/any-key";
import { MOMENT } from "@/lib/i18n/date-formats";
import type { IncidentView } from "@/lib/operations/incidents/data";
import { splitDuration } from "@/lib/operations/incidents/duration";

const TONES = { throttled: "recovering", action_needed: "action_needed", off: "idle" } as const;

/** One incident: what happened, when, how long, its cost and the actions taken. `shopHref` is null on the shop's own page. */
export function IncidentItem({ incident, shopHref }: { incident: IncidentView; shopHref: Route | null }) {
  const t = useTranslations("incidents");
  const now = useNow();
  const why = useReasonWords();
  const { lane, state, beganAt, endedAt, end, affected, shop } = incident;
  const parts = splitDuration((endedAt ?? now).getTime() - beganAt.getTime());
  const duration = parts.days + parts.hours + parts.minutes === 0 ? t("moment") : t("duration", parts).trim();
  const isOrders = lane === "orders_in";
  const effect = isOrders
    ? t(endedAt ? "effect.orders_ended" : "effect.orders_open", { count: affected })
    : t(endedAt ? "effect.parcels_ended" : "effect.parcels_open", { count: affected });
  return (
    <div className="grid gap-1.5 px-4 py-3">
      <div className="flex items-baseline justify-between gap-x-4">
        <h3 className="font-semibold [overflow-wrap:anywhere]">
          {shopHref === null ? null : (
            <>
              <TextLink href={shopHref} className="text-ink no-underline hover:underline">
                <bdi>{shop}</bdi>
              </TextLink>
              <span className="max-sm:hidden"> · </span>
            </>
          )}
          <span className="max-sm:block">{t(`lane.${lane}`)}</span>
        </h3>
        <StateMark className="shrink-0" tone={endedAt ? (end === "paused" ? "idle" : "healthy") : TONES[state]}>
          {endedAt && end ? t(`end.${end}`) : t(`state.${state}`)}
        </StateMark>
      </div>
      <p className="max-w-[80ch] [overflow-wrap:anywhere]">
        <span className="font-medium">{effect}</span> <span className="text-ink-2">{why(incident)}</span>
      </p>
      <p className="text-ink-3 text-sm">
        {endedAt ? <TimeSpan from={beganAt} to={endedAt} /> : <Time at={beganAt} form="clock" />} ·{" "}
        {endedAt ? duration : t("going_on", { duration })}
      </p>
      <IncidentActs incident={incident} />
    </div>
  );
}

function useReasonWords(): (incident: IncidentView) => string {
  const states = anyKey(useTranslations("states"));
  const t = useTranslations("incidents");
  const format = useFormatter();
  return (incident) => {
    const phrase = describeReason(incident);
    if (!phrase) return `${capital(t("why_unknown"))}.`;
    const values = Object.entries(phrase.values).map(([name, value]) => [
      name,
      value instanceof Date ? () => format.dateTime(value, MOMENT) : value,
    ]);
    const words = states.markup(phrase.key, { ...Object.fromEntries(values), b: (chunks) => chunks });
    return `${capital(words)}.`;
  };
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

function IncidentActs({ incident: { acts, notified, serverChange } }: { incident: IncidentView }) {
  const t = useTranslations("incidents");
  const format = useFormatter();
  const people = [...notified.people, ...(notified.formerPeople > 0 ? [t("notified_former", { count: notified.formerPeople })] : [])];
  if (acts.length === 0 && !serverChange && people.length + notified.channels.length === 0) return null;
  return (
    <ul aria-label={t("changes")} className="grid gap-0.5 border-line border-l-2 pl-3 text-ink-2 text-sm">
      {people.length > 0 ? <li>{t("notified_people", { names: format.list(people) })}</li> : null}
      {notified.channels.length > 0 ? (
        <li>{t("notified_channels", { count: notified.channels.length, names: format.list(notified.channels) })}</li>
      ) : null}
      {acts.map(({ action, by, at }) => (
        <li key={`${action} ${at.toISOString()}`}>
          <Time at={at} form="clock" className="text-ink-3" /> {t(`acts.${action}`)}{" "}
          {by ? <bdi className="text-ink-3">{t("by", { name: by })}</bdi> : null}
        </li>
      ))}
      {serverChange ? <li>{t("server_change", serverChange)}</li> : null}
    </ul>
  );
}
