import { getTranslations } from "next-intl/server";
import { loadShopHistory } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { type ShopPageProps, shopMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { HistoryPanel } from "@/components/charts/history-panel";
import { IncidentsSection } from "@/components/incidents/incidents-section";
import { Timeline } from "@/components/integrations/timeline";
import { OlderLinks } from "@/components/ui/older-links";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { parseListCursor } from "@/lib/base/list-cursor";
import { route } from "@/lib/base/route";
import { shopPath } from "@/lib/integrations/shop-paths";

export const generateMetadata = shopMetadata("history");

export default async function ShopHistory({ params, searchParams }: ShopPageProps) {
  const [{ merchantId, integrationId }, search] = await Promise.all([params, searchParams]);
  const at = parseListCursor(search["timeline"]);
  const [{ row, days, coverage, incidents, timeline }, t] = await Promise.all([
    loadShopHistory(merchantId, integrationId, at),
    getTranslations("timeline"),
  ]);
  return (
    <>
      <HistoryPanel days={days} coverage={coverage} />
      <IncidentsSection merchantId={merchantId} integrationId={row.id} incidents={incidents} />
      <Panel
        id="timeline"
        title={t("title")}
        actions={<TextLink href={`/m/${merchantId}/settings/audit?shop=${row.id}`}>{t("log")}</TextLink>}
      >
        <Timeline entries={timeline.entries} />
        <OlderLinks
          here={route(shopPath(merchantId, row.id, "history"))}
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
