import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { type ListedIncidents, loadIncidents } from "@/app/(dashboard)/m/[merchantId]/incidents/loader";
import { IncidentItem } from "@/components/incidents/incident-item";
import { FollowPage } from "@/components/live/follow-page";
import { StableList } from "@/components/live/stable-list";
import { ExportLinks } from "@/components/shell/export-links";
import { Term } from "@/components/shell/term";
import { DateRangeForm, ReversedDateRange } from "@/components/ui/date-range";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { isReversed, parseDayRange, printDayRange } from "@/lib/base/day-range";
import { printQuery, route } from "@/lib/base/route";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { CLOSED_PER_PAGE, type ShopIncident } from "@/lib/incidents/data";

export const generateMetadata = pageTitle("incidents", "title");

export default async function IncidentsPage({ params, searchParams }: PageProps<"/m/[merchantId]/incidents">) {
  const [{ merchantId }, asked] = await Promise.all([params, searchParams]);
  const readAt = Date.now();
  const askedPage = Math.max(1, Math.floor(Number(asked["page"])) || 1);
  const days = parseDayRange(asked);
  const shopId = typeof asked["shop"] === "string" ? asked["shop"] : null;
  const listed = await loadIncidents(merchantId, { shopId, days }, askedPage);
  const { shop, open, closed, closedCount, page, mayExport } = listed;
  const here = `/m/${merchantId}/incidents` as const;
  const ofShop: Record<string, string> = shop ? { shop: shop.id } : {};
  const filters = { ...ofShop, ...printDayRange(days) };
  const pageAddress = (to: number) => route(`${here}${printQuery({ ...filters, page: String(to) })}`);
  const [t, range] = await Promise.all([getTranslations("incidents"), getTranslations("days.range")]);
  const isEmpty = open.length + closed.length === 0;
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
        actions={mayExport && !isEmpty ? <ExportLinks href={`${here}/export${printQuery(filters)}`}>{range("csv")}</ExportLinks> : null}
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
      ) : isEmpty ? (
        <EmptyState title={t(days.from || days.to ? "none_then" : "none")} text={t("none_text")} />
      ) : (
        <ClientMessages namespaces={["states.since", "sync.upcoming"]}>
          <Section title={counted(t("open"), open.length)} hidden={page > 1}>
            {open.length === 0 ? <p className="text-ink-2">{t("none_open")}</p> : null}
            <OpenIncidents listed={listed} merchantId={merchantId} />
          </Section>
          <Section title={counted(t("ended"), closedCount)} hidden={closed.length === 0}>
            <ClosedIncidents key={page} listed={listed} merchantId={merchantId} />
            <NumberedPager page={page} perPage={CLOSED_PER_PAGE} shown={closed.length} total={closedCount} hrefOf={pageAddress} />
          </Section>
        </ClientMessages>
      )}
    </div>
  );
}

interface ListProps {
  listed: ListedIncidents;
  merchantId: string;
}

/** With the closed ones of the page, so that one stays in place when it ends. */
function OpenIncidents({ listed: { open, closed, stories }, merchantId }: ListProps) {
  const items = [...open, ...closed].map((incident) => {
    const story = incident.closedAt ? null : (stories.get(incident.integrationId) ?? null);
    return {
      id: incident.id,
      version: [story?.state, story?.cause?.key, story?.responsibility?.key, incident.cameBack].join(" "),
      here: incident.closedAt === null,
      node: <IncidentItem incident={incident} merchantId={merchantId} story={story} titledBy="shop" />,
    };
  });
  return <StableList kind="incidents" items={items} />;
}

/** Grouped by shop; shops with only an open incident are known, so that its end is not announced as a new one. */
function ClosedIncidents({ listed: { open, closed }, merchantId }: ListProps) {
  const byShop = Map.groupBy([...open, ...closed], ({ integrationId }) => integrationId);
  const items = [...byShop].map(([id, incidents]) => {
    const own = incidents.filter(({ closedAt }) => closedAt !== null);
    return { id, version: own.map((one) => one.id).join(), here: own.length > 0, node: <OfShop incidents={own} merchantId={merchantId} /> };
  });
  return <StableList kind="incidents" items={items} />;
}

function OfShop({ incidents, merchantId }: { incidents: readonly ShopIncident[]; merchantId: string }) {
  const t = useTranslations("incidents");
  const [first] = incidents;
  if (!first) return null;
  if (incidents.length === 1) return <IncidentItem incident={first} merchantId={merchantId} story={null} titledBy="shop" />;
  return (
    <>
      <h3 className="px-4 pt-3 font-semibold [overflow-wrap:anywhere]">
        <bdi>{first.shop}</bdi> <span className="font-normal text-ink-3">{t("count", { count: incidents.length })}</span>
      </h3>
      <ul>
        {incidents.map((incident) => (
          <li key={incident.id}>
            <IncidentItem incident={incident} merchantId={merchantId} story={null} titledBy="time" heading="h4" />
          </li>
        ))}
      </ul>
    </>
  );
}
