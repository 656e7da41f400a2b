import { getTranslations } from "next-intl/server";
import { loadShopHistory } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { type ShopPageProps, shopMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { HistoryPanel } from "@/components/charts/history-panel";
import { IncidentItem } from "@/components/incidents/incident-item";
import { Timeline } from "@/components/integrations/timeline";
import { ExportLinks } from "@/components/shell/export-links";
import { Term } from "@/components/shell/term";
import { DateRangeForm, ReversedDateRange } from "@/components/ui/date-range";
import { EmptyState } from "@/components/ui/empty-state";
import { OlderLinks } from "@/components/ui/pager";
import { Panel, Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { isReversed, parseDayRange, printDayRange } from "@/lib/base/day-range";
import { parseListCursor } from "@/lib/base/list-cursor";
import { HISTORY_KEPT_DAYS } from "@/lib/base/retention";
import { printQuery, route } from "@/lib/base/route";
import { shopPath } from "@/lib/integrations/shop-paths";

export const generateMetadata = shopMetadata("history");

export default async function ShopHistory({ params, searchParams }: ShopPageProps) {
  const [{ merchantId, integrationId }, search] = await Promise.all([params, searchParams]);
  const at = parseListCursor(search["timeline"]);
  const range = parseDayRange(search);
  const { row, days, coverage, incidents, story, timeline, mayExport } = await loadShopHistory(merchantId, integrationId, at, range);
  const t = await getTranslations("timeline");
  const words = await getTranslations("days.range");
  const panel = await getTranslations("incidents.panel");
  const here = route(shopPath(merchantId, row.id, "history"));
  const chosen = printDayRange(range);
  const isChosen = Object.keys(chosen).length > 0;
  const ofShop = printQuery({ shop: row.id, ...chosen });
  const exportOf = (added: Record<string, string> = {}) =>
    `/m/${merchantId}/integrations/${row.id}/history/export${printQuery({ ...added, ...chosen })}` as const;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <DateRangeForm action={here} days={range} />
        {mayExport ? <ExportLinks href={exportOf()}>{words("csv")}</ExportLinks> : null}
      </div>
      {isReversed(range) ? (
        <ReversedDateRange days={range} to={(swapped) => route(`${here}${printQuery(printDayRange(swapped))}`)} />
      ) : days.length === 0 ? (
        <EmptyState title={words("none")} text={words("none_text", { days: HISTORY_KEPT_DAYS })} />
      ) : (
        <HistoryPanel days={days} coverage={coverage} isChosen={isChosen} />
      )}
      <Section
        title={panel("title")}
        term={<Term name="incident" />}
        actions={incidents.length > 0 ? <TextLink href={`/m/${merchantId}/incidents${ofShop}`}>{panel("all")}</TextLink> : null}
      >
        {incidents.length === 0 ? (
          <p className="text-ink-2">{panel(isChosen ? "none_then" : "none")}</p>
        ) : (
          <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
            {incidents.map((incident) => (
              <li key={incident.id}>
                <IncidentItem incident={incident} merchantId={merchantId} story={incident.closedAt ? null : story} titledBy="time" />
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Panel
        id="timeline"
        title={t("title")}
        actions={
          <>
            {mayExport && timeline.entries.length > 0 ? <ExportLinks href={exportOf({ of: "activity" })}>{t("csv")}</ExportLinks> : null}
            <TextLink href={`/m/${merchantId}/settings/audit${ofShop}`}>{t("log")}</TextLink>
          </>
        }
      >
        {timeline.entries.length === 0 && isChosen ? (
          <p className="text-ink-2">{t("empty_then")}</p>
        ) : (
          <Timeline entries={timeline.entries} />
        )}
        <OlderLinks
          here={here}
          query={printQuery(chosen)}
          name="timeline"
          place="timeline"
          at={at}
          next={timeline.next}
          label={t("title")}
        />
      </Panel>
    </>
  );
}
