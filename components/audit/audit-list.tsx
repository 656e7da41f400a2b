import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ChangedFields } from "@/components/audit/changed-fields";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import { anyKey } from "@/lib/i18n/any-key";
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
              {typeof entry.details["member"] === "string" ? (
                <span className="text-ink-2">
                  {" "}
                  · <bdi>{entry.details["member"]}</bdi>
                </span>
              ) : null}
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
