import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AuditFilters } from "@/components/audit/audit-filters";
import { AuditList, type ShownEntry } from "@/components/audit/audit-list";
import { ReversedDateRange } from "@/components/ui/date-range";
import { EmptyState } from "@/components/ui/empty-state";
import { FileLink } from "@/components/ui/file-link";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { OlderLinks } from "@/components/ui/pager";
import { isReversed } from "@/lib/base/day-range";
import { type Query, route } from "@/lib/base/route";
import type { AuditActor } from "@/lib/identity/audit/data";
import { type AuditFilter, printAuditFilter } from "@/lib/identity/audit/schema";

interface AuditViewProps {
  here: "/support/audit" | `/m/${string}/settings/audit`;
  lead: ReactNode;
  filter: AuditFilter;
  entries: readonly ShownEntry[];
  more: boolean;
  mayExport: boolean;
  actions: readonly string[];
  actors: readonly AuditActor[];
  shops: readonly { id: string; name: string }[];
  /** Query parameters outside the filter, such as the merchant. */
  kept?: string;
}

export function AuditView({ here, lead, filter, entries, more, mayExport, actions, actors, shops, kept = "" }: AuditViewProps) {
  const t = useTranslations("audit");
  const to = (changed: Partial<AuditFilter>): Query => {
    const printed = printAuditFilter({ ...filter, ...changed });
    if (kept === "") return printed;
    return printed === "" ? `?${kept}` : `${printed}&${kept}`;
  };
  const last = entries.at(-1);
  return (
    <FocusKeeper>
      <PageHeader
        title={t("title")}
        description={lead}
        actions={
          mayExport ? (
            <FileLink href={`${here}/export${to({ after: null })}`}>
              <Download />
              {t("export")}
            </FileLink>
          ) : null
        }
      />
      <AuditFilters action={route(here)} filter={filter} actions={actions} actors={actors} shops={shops} />
      {isReversed(filter) ? (
        <ReversedDateRange days={filter} to={(days) => route(`${here}${to({ ...days, after: null })}`)} />
      ) : entries.length === 0 ? (
        <EmptyState title={t("none_title")} action={<LinkButton href={here}>{t("filter.clear")}</LinkButton>}>
          {t("none_text")}
        </EmptyState>
      ) : (
        <AuditList entries={entries} />
      )}
      <OlderLinks
        here={route(here)}
        query={to({ after: null })}
        name="after"
        at={filter.after}
        next={more && last ? { at: last.at, id: last.id } : null}
        label={t("title")}
      />
    </FocusKeeper>
  );
}
