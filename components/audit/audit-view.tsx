import { Download } from "lucide-react";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AuditList, type ShownEntry } from "@/components/audit/audit-list";
import { ExportLinks } from "@/components/shell/export-links";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { DateFields, ReversedDateRange } from "@/components/ui/date-range";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterForm } from "@/components/ui/filter-form";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { focusTarget } from "@/components/ui/focus-target";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { OlderLinks } from "@/components/ui/pager";
import { namedOptions, options, Select } from "@/components/ui/select";
import { isReversed } from "@/lib/base/day-range";
import { type Query, route } from "@/lib/base/route";
import { anyKey } from "@/lib/i18n/any-key";
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
            <ExportLinks href={`${here}/export${to({ after: null })}`} icon={<Download />}>
              {t("export")}
            </ExportLinks>
          ) : null
        }
      />
      <AuditFilters action={route(here)} filter={filter} actions={actions} actors={actors} shops={shops} />
      {isReversed(filter) ? (
        <ReversedDateRange days={filter} to={(days) => route(`${here}${to({ ...days, after: null })}`)} />
      ) : entries.length === 0 ? (
        <EmptyState title={t("none_title")} action={<LinkButton href={here}>{t("filter.clear")}</LinkButton>} text={t("none_text")} />
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

interface AuditFiltersProps {
  action: Route;
  filter: AuditFilter;
  /** Action codes that can occur in this log. */
  actions: readonly string[];
  actors: readonly AuditActor[];
  shops: readonly { id: string; name: string }[];
}

export function AuditFilters({ action, filter, actions, actors, shops }: AuditFiltersProps) {
  const t = useTranslations("audit");
  const nameOf = anyKey(t);
  const tokens = actors.filter(({ isToken }) => isToken);
  return (
    <FilterForm
      action={action}
      query={printAuditFilter(filter)}
      className="mb-4 grid gap-2 min-[22rem]:grid-cols-2 sm:flex sm:flex-wrap sm:items-end"
    >
      {actors.length > 0 ? (
        <Select name="actor" aria-label={t("filter.actor")} defaultValue={filter.actor ?? ""} className="sm:max-w-48">
          <option value="">{t("filter.any_actor")}</option>
          <option value="jobs">{t("by_itself")}</option>
          {namedOptions(actors.filter(({ isToken }) => !isToken))}
          {tokens.length > 0 ? <optgroup label={t("filter.tokens")}>{namedOptions(tokens)}</optgroup> : null}
        </Select>
      ) : null}
      <Select
        {...focusTarget}
        name="action"
        aria-label={t("filter.action")}
        defaultValue={filter.action ?? ""}
        className={cn("sm:max-w-56", actors.length === 0 && "max-sm:col-span-full")}
      >
        <option value="">{t("filter.any_action")}</option>
        {options(actions, (code) => (nameOf.has(`action.${code}`) ? nameOf(`action.${code}`) : code))}
      </Select>
      {shops.length > 1 ? (
        <Select
          name="shop"
          aria-label={t("filter.shop")}
          defaultValue={filter.integrationId ?? ""}
          className="max-sm:col-span-full sm:max-w-48"
        >
          <option value="">{t("filter.any_shop")}</option>
          {namedOptions(shops)}
        </Select>
      ) : null}
      <DateFields days={filter} labels={{ from: t("filter.from"), to: t("filter.to") }} />
      <Button type="submit" className="max-sm:col-span-full">
        {t("filter.apply")}
      </Button>
    </FilterForm>
  );
}
