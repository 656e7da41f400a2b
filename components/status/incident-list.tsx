import { useFormatter, useTranslations } from "next-intl";
import type { StatusIncident } from "@/lib/operations/status/slots";

/** Incidents of our side, newest first. */
export function IncidentList({ incidents }: { incidents: readonly StatusIncident[] }) {
  const t = useTranslations("status");
  const format = useFormatter();
  const show = (at: Date): string => format.dateTime(at, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
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
