import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import { anyKey } from "@/lib/i18n/any-key";
import { isLocale, LOCALE_NAMES } from "@/lib/i18n/locales";
import type { AuditEntry } from "@/lib/identity/audit/entry";

export interface ShownEntry extends AuditEntry {
  /** The shop and, in the staff log, the merchant. */
  place: ReactNode;
}

export function AuditList({ entries }: { entries: readonly ShownEntry[] }) {
  const t = useTranslations("audit");
  const nameOf = anyKey(t);
  return (
    <ol aria-label={t("list")} className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {entries.map((entry) => (
        <li
          key={entry.id}
          data-row=""
          tabIndex={-1}
          className="grid gap-x-4 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[9rem_minmax(0,1fr)_minmax(0,12rem)] [&>time]:whitespace-normal [overflow-wrap:anywhere]"
        >
          <Time at={entry.at} form="full" className="text-ink-3 text-sm sm:pt-px" />
          <div className="min-w-0">
            <p>
              <span className="font-medium">{nameOf.has(`action.${entry.action}`) ? nameOf(`action.${entry.action}`) : entry.action}</span>
              {entry.place ? <span className="text-ink-2"> · {entry.place}</span> : null}
              {[entry.details["member"], entry.details["tool"]].map((named) =>
                typeof named === "string" ? (
                  <span key={named} className="text-ink-2">
                    {" "}
                    · <bdi>{named}</bdi>
                  </span>
                ) : null,
              )}
            </p>
            <ChangedFields before={entry.before} after={entry.after} />
          </div>
          <div className="min-w-0 text-ink-2 text-sm">
            <Who entry={entry} />
            {entry.sourceAddress ? <p className="font-mono text-ink-3 text-xs">{entry.sourceAddress}</p> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Who({ entry: { actor } }: { entry: AuditEntry }) {
  const t = useTranslations("audit");
  if (actor.kind === "job") return <p className="text-ink-3">{t("by_itself")}</p>;
  return (
    <>
      <p>
        <bdi className="font-medium text-ink">{actor.name}</bdi> {actor.kind === "staff" ? <Badge tone="accent">{t("staff")}</Badge> : null}
        {actor.kind === "token" ? <Badge>{t("token")}</Badge> : null}
      </p>
      {actor.kind === "staff" && actor.reason ? <bdi className="block">{t("reason", { reason: actor.reason })}</bdi> : null}
    </>
  );
}

type Fields = Record<string, unknown> | null;

const print = (value: unknown): string => (value === null || value === undefined || value === "" ? "–" : String(value));
const isAnswer = (value: unknown): value is boolean => typeof value === "boolean";

/** Message namespace of a field's codes, if not the log's own. */
const NAMESPACES: ReadonlyMap<string, string> = new Map([
  ["orders_in", "states.word"],
  ["tracking_out", "states.word"],
  ["left_out", "states.order"],
  ["events", "notifications.kind"],
  ["grouping", "notifications.preferences.groupings"],
]);

const LISTS: ReadonlySet<string> = new Set(["events", "left_out"]);

export function ChangedFields({ before, after }: { before: Fields; after: Fields }) {
  const t = useTranslations("audit");
  const words = anyKey(useTranslations());
  const wordsOf = (name: string, code: string): string | null => {
    if (name === "locale" && isLocale(code)) return LOCALE_NAMES[code];
    const key = `${NAMESPACES.get(name) ?? `audit.value.${name}`}.${code}`;
    return /^[a-z_-]+$/.test(code) && !(code in Object.prototype) && words.has(key) ? words(key) : null;
  };
  const say = (name: string, value: unknown): string => {
    if (isAnswer(value)) return t(value ? "yes" : "no");
    if (typeof value !== "string" || value === "") return print(value);
    return LISTS.has(name)
      ? value
          .split(", ")
          .map((code) => wordsOf(name, code) ?? code)
          .join(", ")
      : (wordsOf(name, value) ?? print(value));
  };
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const changed = names.filter((name) => print(before?.[name]) !== print(after?.[name]) || print(before?.[name]) === "•••");
  if (changed.length === 0) return null;
  return (
    <dl className="mt-0.5 grid gap-0.5 text-sm">
      {changed.map((name) => (
        <div key={name} className="flex flex-wrap gap-x-1.5 [overflow-wrap:anywhere]">
          <dt className="text-ink-3">{anyKey(t).has(`field.${name}`) ? anyKey(t)(`field.${name}`) : name}</dt>
          <dd className="min-w-0">
            {before ? <bdi className="text-ink-3">{say(name, before[name])}</bdi> : null}
            {before && after ? (
              <>
                <span aria-hidden="true"> → </span>
                <span className="sr-only">{t("becomes")} </span>
              </>
            ) : null}
            {after ? <bdi>{say(name, after[name])}</bdi> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
