import { getTranslations } from "next-intl/server";
import { IncidentItem } from "@/components/integrations/incident-item";
import { FollowPage } from "@/components/live/follow-page";
import { StableList } from "@/components/live/stable-list";
import { Term } from "@/components/shell/term";
import { DateRangeForm, ReversedDateRange } from "@/components/ui/date-range";
import { EmptyState } from "@/components/ui/empty-state";
import { FileLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { isReversed, parseDayRange, printDayRange } from "@/lib/base/day-range";
import { printQuery, route } from "@/lib/base/route";
import { pageTitle } from "@/lib/i18n/page-title";
import { ENDED_PER_PAGE, type IncidentView } from "@/lib/operations/incidents/data";
import { loadIncidents } from "@/lib/operations/incidents/loaders";

export const generateMetadata = pageTitle("incidents", "title");

export default async function IncidentsPage({ params, searchParams }: PageProps<"/m/[merchantId]/incidents">) {
  const [{ merchantId }, asked] = await Promise.all([params, searchParams]);
  const readAt = Date.now();
  const askedPage = Math.max(1, Math.floor(Number(asked["page"])) || 1);
  const days = parseDayRange(asked);
  const shopId = typeof asked["shop"] === "string" ? asked["shop"] : null;
  const { shop, open, ended, endedCount, page, mayExport } = await loadIncidents(merchantId, { shopId, days }, askedPage);
  const here = `/m/${merchantId}/incidents` as const;
  const ofShop: Record<string, string> = shop ? { shop: shop.id } : {};
  const filters = { ...ofShop, ...printDayRange(days) };
  const pageAddress = (to: number) => route(`${here}${printQuery({ ...filters, page: String(to) })}`);
  const [t, range] = await Promise.all([getTranslations("incidents"), getTranslations("days.range")]);
  const all = [...open, ...ended];
  const counted = (name: string, count: number) => (
    <>
      {name} <span className="font-normal text-ink-3">{count}</span>
    </>
  );
  return (
    <div className="grid min-w-0 gap-6">
      <FollowPage merchantId={merchantId} readAt={readAt} />
      <PageHeader
        className="mb-0"
        title={t("title")}
        actions={mayExport && all.length > 0 ? <FileLink href={`${here}/export${printQuery(filters)}`}>{range("csv")}</FileLink> : null}
        description={
          <span className="inline-flex items-center gap-1">
            {t("lead")}
            <Term name="incident" />
          </span>
        }
      />
      {shop ? (
        <p>
          <bdi className="font-medium">{t("of_shop", { shop: shop.name })}</bdi> <TextLink href={here}>{t("all_shops")}</TextLink>
        </p>
      ) : null}
      <DateRangeForm action={route(here)} days={days} kept={ofShop} />
      {isReversed(days) ? (
        <ReversedDateRange days={days} to={(swapped) => route(`${here}${printQuery({ ...ofShop, ...printDayRange(swapped) })}`)} />
      ) : all.length === 0 ? (
        <EmptyState title={t(days.from || days.to ? "none_then" : "none")} text={t("none_text")} />
      ) : (
        <>
          <Section title={counted(t("open"), open.length)} hidden={page > 1}>
            {open.length === 0 ? <p className="text-ink-2">{t("none_open")}</p> : null}
            <IncidentList incidents={all} belongs={({ endedAt }) => endedAt === null} merchantId={merchantId} />
          </Section>
          <Section title={counted(t("ended"), endedCount)} hidden={ended.length === 0}>
            <IncidentList key={page} incidents={all} belongs={({ endedAt }) => endedAt !== null} merchantId={merchantId} />
            <NumberedPager page={page} perPage={ENDED_PER_PAGE} shown={ended.length} total={endedCount} hrefOf={pageAddress} />
          </Section>
        </>
      )}
    </div>
  );
}

interface ListProps {
  /** All incidents of the page, so that one stays in place when it ends. */
  incidents: readonly IncidentView[];
  belongs: (incident: IncidentView) => boolean;
  merchantId: string;
}

function IncidentList({ incidents, belongs, merchantId }: ListProps) {
  const items = incidents.map((incident) => ({
    id: incident.id,
    version: `${incident.state} ${incident.end} ${incident.affected} ${incident.acts.length}`,
    here: belongs(incident),
    node: <IncidentItem incident={incident} shopHref={route(`/m/${merchantId}/integrations/${incident.integrationId}`)} />,
  }));
  return <StableList kind="incidents" items={items} />;
}
