import { getTimeZone, getTranslations } from "next-intl/server";
import { loadShopSync } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { type ShopPageProps, shopMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { OrdersFacts } from "@/components/integrations/orders-facts";
import { Term } from "@/components/shell/term";
import { NoticeButton } from "@/components/sync/action-notice";
import { BackfillSection } from "@/components/sync/backfill-panel";
import { CoverageNote } from "@/components/sync/coverage-note";
import { QuarantinedList } from "@/components/sync/quarantined-list";
import { RunsTable } from "@/components/sync/runs-table";
import { OlderLinks } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { parseListCursor } from "@/lib/base/list-cursor";
import { route } from "@/lib/base/route";
import { DAY_MS } from "@/lib/base/units";
import { wallClockOf } from "@/lib/base/wall-clock";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { shopPath } from "@/lib/integrations/shop-paths";
import { confirmEmptyShopAction } from "@/lib/sync/actions";

const BACKFILL_DAYS = 30;

export const generateMetadata = shopMetadata("sync");

export default async function ShopSync({ params, searchParams }: ShopPageProps) {
  const [{ merchantId, integrationId }, search] = await Promise.all([params, searchParams]);
  const from = { runs: parseListCursor(search["runs"]), quarantined: parseListCursor(search["quarantined"]) };
  const shop = await loadShopSync(merchantId, integrationId, from);
  const t = await getTranslations("sync.runs");
  const emptied = await getTranslations("sync.emptied_shop");
  const zone = await getTimeZone();
  const { row, settings, runs, coverage, quarantinedOrders, backfills, readOnly } = shop;
  const own = { merchantId, integrationId: row.id };
  const here = route(shopPath(merchantId, row.id, "sync"));
  const { reason } = row.lanes.orders_in;
  const looksEmpty = reason.code === "failed" && reason.failure === "suspiciously_empty";
  const now = Date.now();
  const dayOf = (instant: number): string => wallClockOf(new Date(instant), zone).slice(0, 10);
  return (
    <ClientMessages namespaces={["backfill"]}>
      {/* The runs table is the landmark with that name. */}
      <Section id="runs" aria-labelledby={undefined} title={t("title")} term={<Term name="import" />}>
        <CoverageNote coverage={coverage} />
        <OrdersFacts merchantId={merchantId} row={row} settings={settings} />
        {looksEmpty && !readOnly ? (
          // If a shop reports none of the stored orders, only a user knows whether it was emptied for good.
          <div className="grid justify-items-start gap-2">
            <p className="text-ink-2">{emptied("question")}</p>
            <NoticeButton size="sm" action={confirmEmptyShopAction.bind(null, merchantId, own)} done={emptied("confirmed")}>
              {emptied("confirm")}
            </NoticeButton>
          </div>
        ) : null}
        <RunsTable entries={runs.entries} ask={readOnly ? null : `/m/${merchantId}/support/new?integration=${row.id}`} />
        <OlderLinks here={here} name="runs" place="runs" at={from.runs} next={runs.next} label={t("title")} />
      </Section>
      <QuarantinedList here={here} orders={quarantinedOrders} count={settings.quarantined} at={from.quarantined} readOnly={readOnly} />
      {readOnly ? null : <BackfillSection firstDay={dayOf(now - BACKFILL_DAYS * DAY_MS)} today={dayOf(now)} backfills={backfills} />}
    </ClientMessages>
  );
}
