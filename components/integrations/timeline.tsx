import { useFormatter, useTranslations } from "next-intl";
import { useIncidentEntryWords } from "@/components/incidents/incident-entry-words";
import { Parts } from "@/components/ui/parts";
import { Time } from "@/components/ui/time";
import { readableUrl } from "@/lib/connectors/readable-url";
import { anyKey } from "@/lib/i18n/any-key";
import { INTEGRATION_ACTIONS, SUPPORT_ACTS } from "@/lib/identity/audit/actions";
import type { TimelineEntry } from "@/lib/integrations/timeline";
import { HOST_JOB } from "@/lib/operations/reports/link";

const KNOWN: readonly string[] = [...INTEGRATION_ACTIONS, ...SUPPORT_ACTS];

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const t = useTranslations("timeline");
  const log = useTranslations("audit");
  const format = useFormatter();
  const recorded = useIncidentEntryWords();
  if (entries.length === 0) return <p className="text-ink-2">{t("empty")}</p>;
  const translate = (text: string): string => (INSTANT.test(text) ? format.dateTime(new Date(text), "moment") : text);
  const who = ({ actor }: TimelineEntry): string => {
    if (actor.kind === "job") return t(actor.job === HOST_JOB ? "host" : "job");
    if (actor.kind === "token") return log("program", { name: actor.name });
    return actor.kind === "staff" ? t("staff", { name: actor.name }) : actor.name;
  };
  const what = (entry: Extract<TimelineEntry, { kind: "audit" }>): string => {
    const details = Object.fromEntries(Object.entries(entry.details).map(([name, value]) => [name, translate(readableUrl(String(value)))]));
    return KNOWN.includes(entry.action)
      ? anyKey(t)(`action.${entry.action}`, { from: "", to: "", days: 0, minutes: 0, fix: "", count: 0, orders: "", ...details })
      : t("action.other", { action: entry.action });
  };
  return (
    <ol className="grid gap-2.5">
      {entries.map((entry) => (
        <li key={entry.id} data-row="" tabIndex={-1} className="grid gap-x-3 sm:grid-cols-[8.5rem_minmax(0,1fr)]">
          <Time at={entry.at} form="clock" className="text-ink-3 text-sm" />
          {entry.kind === "incident" ? (
            <Parts className="[overflow-wrap:anywhere]">
              <span className="*:text-ink-2">{recorded(entry.entry)}</span>
              {entry.actor.kind === "job" && entry.actor.job !== HOST_JOB ? null : <bdi className="font-medium">{who(entry)}</bdi>}
            </Parts>
          ) : (
            <span className="[overflow-wrap:anywhere]">
              <bdi className="font-medium">{who(entry)}</bdi> <span className="text-ink-2">{what(entry)}</span>
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
