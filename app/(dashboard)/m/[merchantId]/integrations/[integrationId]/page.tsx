import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { ComingForShop } from "@/components/addresses/coming-for-shop";
import { HistoryPanel } from "@/components/charts/history-panel";
import { HistorySkeleton } from "@/components/charts/history-skeleton";
import { LaneSpark } from "@/components/charts/lane-spark";
import { CheckSection } from "@/components/checks/check-section";
import { KnownProblem } from "@/components/fleet/known-problem";
import { Term } from "@/components/help/term";
import { BadgeSection } from "@/components/incidents/badge-section";
import { IncidentsSection } from "@/components/incidents/incidents-section";
import { IntegrationHead } from "@/components/integrations/integration-head";
import { IntegrationSettings } from "@/components/integrations/late-parts";
import { OrdersFacts } from "@/components/integrations/orders-facts";
import { PagePlaces } from "@/components/integrations/page-places";
import { Timeline } from "@/components/integrations/timeline";
import { EvidencePanel } from "@/components/reports/evidence-panel";
import { ReportsPanel } from "@/components/reports/reports-panel";
import { RecoveryProbePulse } from "@/components/sync/canary-pulse";
import { CoverageNote } from "@/components/sync/coverage-note";
import { FallbackNote } from "@/components/sync/fallback-note";
import { ParcelsNote } from "@/components/sync/parcels-note";
import { RunReceipt } from "@/components/sync/run-receipt";
import { RunsTable } from "@/components/sync/runs-table";
import { QuarantinedList } from "@/components/sync/set-aside-list";
import { SilenceNote } from "@/components/sync/silence-note";
import { UpkeepSection } from "@/components/sync/upkeep-section";
import { QuestionsPanel } from "@/components/threads/questions-panel";
import { Below } from "@/components/ui/below";
import { OlderLinks } from "@/components/ui/older-links";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { parsePosition } from "@/lib/base/position";
import { nameServer } from "@/lib/check/diagnosis/describe-cause";
import { credentialFields } from "@/lib/connectors/credentials";
import { displayAddress } from "@/lib/connectors/shop-address";
import type { LaneName } from "@/lib/health/lane-name";
import { liveOutside } from "@/lib/health/live-outside";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { NestedNamespace } from "@/lib/i18n/namespaces";
import { loadIntegration, loadIntegrationPage } from "@/lib/integrations/loaders";
import { loadReports } from "@/lib/operations/reports/loaders";
import { isActive } from "@/lib/sync/run-view";

/** Of the other texts of these namespaces this page shows none in the browser: they would be a tenth of it. */
const NAMESPACES: readonly NestedNamespace[] = [
  "integrations",
  "sync",
  "backfill",
  "maintenance",
  "credentials",
  "tracking.fallback",
  "tracking.lane",
  "tracking.webhook",
  "checks.again",
  "checks.use_address",
  "checks.pair",
  "checks.probe",
  "reports.dialog",
  "reports.panel",
];

type Params = Promise<{ merchantId: string; integrationId: string }>;
type Search = Promise<Record<string, string | string[] | undefined>>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { merchantId, integrationId } = await params;
  const { row } = await loadIntegration(merchantId, integrationId);
  return { title: row.name };
}

export default async function IntegrationPage({ params, searchParams }: { params: Params; searchParams: Search }) {
  const [{ merchantId, integrationId }, search] = await Promise.all([params, searchParams]);
  const { fix } = search;
  const here = `/m/${merchantId}/integrations/${integrationId}`;
  const from = {
    runs: parsePosition(search["runs"]),
    aside: parsePosition(search["aside"]),
    timeline: parsePosition(search["timeline"]),
  };
  const [page, { reports, merchantName }, timelineWords, sync, causes] = await Promise.all([
    loadIntegrationPage(merchantId, integrationId, from),
    loadReports(merchantId, integrationId),
    getTranslations("timeline"),
    getTranslations("sync"),
    getTranslations("causes"),
  ]);
  const { row, settings, newestRun, runs, check, checkDiff, coverage, quarantined, timeline, fallback, looks, readOnly } = page;
  const pulse = (lane: LaneName) => (looks?.lane === lane ? <RecoveryProbePulse looks={looks.looks} /> : null);
  const spark = (lane: LaneName) => (
    <Suspense fallback={<div className="h-6" />}>
      <LaneSpark merchantId={merchantId} integrationId={row.id} lane={lane} />
    </Suspense>
  );
  const importFrom = settings.importFrom?.toISOString() ?? null;
  return (
    <ClientMessages namespaces={NAMESPACES}>
      <div className="grid min-w-0 grid-cols-1 gap-8">
        <IntegrationHead
          merchantId={merchantId}
          initial={row}
          initialRun={newestRun}
          receipt={newestRun && !isActive(newestRun) ? <RunReceipt run={newestRun} since={importFrom} inOrder={false} /> : null}
          server={nameServer(causes, settings.serverSoftware)}
          notes={{
            orders_in: (
              <>
                <OrdersFacts
                  merchantId={merchantId}
                  integrationId={row.id}
                  lastImportAt={row.lanes.orders_in.lastSuccessAt}
                  orders={settings.orders}
                  leftOut={settings.leftOut}
                  quarantined={settings.quarantined}
                  proof={settings.lastProof}
                />
                {settings.silence ? <SilenceNote silence={settings.silence} term={<Term name="silence" />} /> : null}
                {pulse("orders_in")}
              </>
            ),
            tracking_out: (
              <>
                <ParcelsNote merchantId={merchantId} integrationId={row.id} parcels={settings.parcels} readOnly={readOnly} />
                {fallback ? <FallbackNote merchantId={merchantId} integrationId={row.id} fallback={fallback} readOnly={readOnly} /> : null}
                {pulse("tracking_out")}
              </>
            ),
          }}
          importFrom={importFrom}
          readOnly={readOnly}
          term={<Term name="lane" />}
          sparks={{ orders_in: spark("orders_in"), tracking_out: spark("tracking_out") }}
        />
        <PagePlaces label={row.name} readOnly={readOnly} />
        <KnownProblem merchantId={merchantId} integrationId={row.id} />
        <ComingForShop merchantId={merchantId} integrationId={row.id} platform={row.platform} />
        <CheckSection
          merchantId={merchantId}
          integrationId={row.id}
          check={check}
          diff={checkDiff}
          platform={row.platform}
          addresses={(await liveOutside()).egress.addresses}
          readOnly={readOnly}
          report={{ shopName: displayAddress(row.baseUrl), merchantName }}
          otherFix={typeof fix === "string" ? fix : null}
        />
        <ReportsPanel
          reports={reports}
          own={{ merchantId, integrationId: row.id, shopName: displayAddress(row.baseUrl), merchantName }}
          check={check}
          readOnly={readOnly}
        />
        {/* Its parts come one after another; what stands below must not come into sight and leave it again meanwhile. */}
        <Below id="history" heights={{ phone: "52rem", wide: "39rem" }} className="min-h-[36rem]">
          <Suspense fallback={<HistorySkeleton />}>
            <HistoryPanel merchantId={merchantId} integrationId={row.id} />
          </Suspense>
        </Below>
        <Below id="incidents" heights={{ phone: "22rem", wide: "20rem" }}>
          <Suspense fallback={null}>
            <IncidentsSection merchantId={merchantId} integrationId={row.id} />
          </Suspense>
        </Below>
        <Below id="runs" heights={{ phone: "71rem", wide: "42rem" }} className="grid gap-3">
          <div className="flex items-center gap-1">
            <h2 className="font-semibold text-lg">{sync("runs.title")}</h2>
            <Term name="import" />
          </div>
          <CoverageNote coverage={coverage} />
          <RunsTable entries={runs.entries} ask={readOnly ? null : `/m/${merchantId}/support/new?integration=${row.id}&run=`} />
          <OlderLinks here={here} name="runs" place="runs" at={from.runs} next={runs.next} label={sync("runs.title")} />
        </Below>
        <QuarantinedList
          merchantId={merchantId}
          integrationId={row.id}
          orders={quarantined}
          count={settings.quarantined}
          at={from.aside}
          readOnly={readOnly}
        />
        <UpkeepSection merchantId={merchantId} integrationId={row.id} />
        <BadgeSection merchantId={merchantId} integrationId={row.id} />
        <EvidencePanel merchantId={merchantId} integrationId={row.id} />
        {/* Laid out with the page: the end of it stays where somebody leaps to it. */}
        <div id="timeline" className="grid min-w-0 items-start gap-8 lg:grid-cols-2">
          <Panel
            title={timelineWords("title")}
            actions={<TextLink href={`/m/${merchantId}/settings/audit?shop=${row.id}`}>{timelineWords("log")}</TextLink>}
          >
            <Timeline entries={timeline.entries} />
            <OlderLinks
              here={here}
              name="timeline"
              place="timeline"
              at={from.timeline}
              next={timeline.next}
              label={timelineWords("title")}
            />
          </Panel>
          <QuestionsPanel merchantId={merchantId} integrationId={row.id} readOnly={readOnly} />
        </div>
        {readOnly ? null : (
          <IntegrationSettings
            merchantId={merchantId}
            integrationId={row.id}
            name={row.name}
            address={row.readableUrl ?? row.baseUrl}
            platform={row.platform}
            orders={settings.storedOrders}
            paused={row.lanes.orders_in.state === "paused"}
            hasKey={row.hasCredentials}
            intervalSeconds={settings.syncIntervalSeconds}
            fields={credentialFields(row.platform)}
          />
        )}
      </div>
    </ClientMessages>
  );
}
