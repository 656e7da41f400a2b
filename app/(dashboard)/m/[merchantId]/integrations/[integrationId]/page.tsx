import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { loadShopOverview } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { type ShopPageProps, shopMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { Sparkline } from "@/components/charts/sparkline";
import { CauseLines } from "@/components/checks/cause-lines";
import { KnownProblem } from "@/components/fleet/known-problem";
import { Term } from "@/components/help/term";
import { EndingsSoon } from "@/components/integrations/endings-soon";
import { LaneCard } from "@/components/integrations/lane-card";
import { OrdersFacts } from "@/components/integrations/orders-facts";
import { SendReport } from "@/components/reports/send-report";
import { FallbackNote } from "@/components/sync/fallback-note";
import { ParcelsNote } from "@/components/sync/parcels-note";
import { RecoveryProbePulse } from "@/components/sync/recovery-probe-pulse";
import { RunsTable } from "@/components/sync/runs-table";
import { SilenceNote } from "@/components/sync/silence-note";
import { ThreadList } from "@/components/threads/thread-list";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { route } from "@/lib/base/route";
import { displayAddress } from "@/lib/connectors/shop-address";
import type { LaneName } from "@/lib/health/lane-name";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { shopPath } from "@/lib/integrations/shop-paths";

export const generateMetadata = shopMetadata("overview");

export default async function ShopOverview({ params }: ShopPageProps) {
  const { merchantId, integrationId } = await params;
  const [shop, sync, page, questions] = await Promise.all([
    loadShopOverview(merchantId, integrationId),
    getTranslations("sync.runs"),
    getTranslations("integrations.page"),
    getTranslations("threads"),
  ]);
  const { row, settings, silence, parcels, check, coming, runs, carried, fallback, probes, threads, endings, readOnly } = shop;
  const own = { merchantId, integrationId: row.id };
  const ask = `/m/${merchantId}/support/new?integration=${row.id}` as const;
  const reported = { shopName: displayAddress(row.baseUrl), merchantName: shop.merchantName };
  const pulse = (lane: LaneName) => (probes?.lane === lane ? <RecoveryProbePulse probes={probes.probes} /> : null);
  return (
    <ClientMessages namespaces={["tracking.lane"]}>
      <KnownProblem merchantId={merchantId} integrationId={row.id} />
      <CauseLines {...own} causes={check?.result?.causes ?? []} coming={coming} />
      <EndingsSoon
        merchantId={merchantId}
        endings={endings}
        namesShops={false}
        report={readOnly ? null : <SendReport source={{ ...reported, about: "certificate" }} size="sm" />}
      />
      <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
        <LaneCard
          lane="orders_in"
          initial={row}
          term={<Term name="lane" />}
          spark={<LaneSpark carried="orders" values={carried.orders} />}
          note={
            <>
              <OrdersFacts merchantId={merchantId} row={row} settings={settings} />
              {silence ? <SilenceNote silence={silence} term={<Term name="silence" />} /> : null}
              {pulse("orders_in")}
            </>
          }
        />
        <LaneCard
          lane="tracking_out"
          initial={row}
          term={null}
          spark={<LaneSpark carried="parcels" values={carried.parcels} />}
          note={
            <>
              <ParcelsNote parcels={parcels} readOnly={readOnly} />
              {pulse("tracking_out")}
            </>
          }
        />
      </div>
      {fallback && fallback.state !== "offered" ? <FallbackNote {...own} fallback={fallback} readOnly={readOnly} /> : null}
      <Section title={sync("title_last")} actions={<TextLink href={shopPath(merchantId, row.id, "sync")}>{page("all_runs")}</TextLink>}>
        <RunsTable entries={runs} ask={readOnly ? null : ask} />
      </Section>
      <Panel
        title={questions("shop.title")}
        actions={
          readOnly ? null : (
            <LinkButton size="sm" href={ask}>
              {questions("ask.button")}
            </LinkButton>
          )
        }
      >
        {threads.length === 0 ? (
          <p className="text-ink-2">{questions("shop.none")}</p>
        ) : (
          <ThreadList threads={threads} reader="merchant" hrefOf={({ id }) => route(`/m/${merchantId}/support/${id}`)} />
        )}
      </Panel>
    </ClientMessages>
  );
}

interface SparkProps {
  carried: "orders" | "parcels";
  /** Daily values, oldest first. */
  values: readonly number[];
}

function LaneSpark({ carried, values }: SparkProps) {
  const t = useTranslations("history.spark");
  const count = values.reduce((sum, value) => sum + value, 0);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-x-3">
      <Sparkline values={values} label={t(carried, { values: values.join(", ") })} className="h-6 max-w-72" />
      <p className="text-ink-3 text-xs tabular-nums">{t(carried === "orders" ? "caption_orders" : "caption_parcels", { count })}</p>
    </div>
  );
}
