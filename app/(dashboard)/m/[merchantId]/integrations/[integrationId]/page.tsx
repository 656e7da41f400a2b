import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { loadShopOverview } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { type ShopPageProps, shopMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { Sparkline } from "@/components/charts/sparkline";
import { causeHeadingId } from "@/components/checks/page-ids";
import { useDescribeCause } from "@/components/checks/use-describe-cause";
import { EndingsSoon } from "@/components/integrations/endings-soon";
import { KnownProblem } from "@/components/integrations/known-problem";
import { LaneCard } from "@/components/integrations/lane-card";
import { OrdersFacts } from "@/components/integrations/orders-facts";
import { SendReport } from "@/components/reports/send-report";
import { Term } from "@/components/shell/term";
import { FallbackNote } from "@/components/sync/fallback-note";
import { ParcelsNote } from "@/components/sync/parcels-note";
import { PastTime } from "@/components/sync/past-time";
import { RunsTable } from "@/components/sync/runs-table";
import { ThreadList } from "@/components/threads/thread-list";
import { cn } from "@/components/ui/class-names";
import { LinkButton } from "@/components/ui/link-button";
import { Panel, Section } from "@/components/ui/section";
import { StateShape, TONE_TEXT } from "@/components/ui/state-shape";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { route } from "@/lib/base/route";
import type { Cause } from "@/lib/check/result";
import { displayAddress } from "@/lib/connectors/display-address";
import type { LaneName } from "@/lib/health/lane/lane-name";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { shopPath } from "@/lib/integrations/shop-paths";
import type { RefusedRehearsal } from "@/lib/operations/addresses/data";
import type { RecoveryProbeView } from "@/lib/sync/data";
import type { SilenceView } from "@/lib/sync/silence/data";

export const generateMetadata = shopMetadata("overview");

export default async function ShopOverview({ params }: ShopPageProps) {
  const { merchantId, integrationId } = await params;
  const shop = await loadShopOverview(merchantId, integrationId);
  const sync = await getTranslations("sync.runs");
  const page = await getTranslations("integrations.page");
  const questions = await getTranslations("threads");
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

function LaneSpark({ carried, values }: { carried: "orders" | "parcels"; values: readonly number[] }) {
  const t = useTranslations("history.spark");
  const count = values.reduce((sum, value) => sum + value, 0);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-x-3">
      <Sparkline values={values} label={t(carried, { values: values.join(", ") })} className="h-6 max-w-72" />
      <p className="text-ink-3 text-xs tabular-nums">{t(carried === "orders" ? "caption_orders" : "caption_parcels", { count })}</p>
    </div>
  );
}

interface CauseLinesProps {
  merchantId: string;
  integrationId: string;
  causes: readonly Cause[];
  coming: RefusedRehearsal | null;
}

/** What the newest check found without an effect; the head tells what blocks. */
function CauseLines({ merchantId, integrationId, causes, coming }: CauseLinesProps) {
  const t = useTranslations("integrations");
  const wordsOf = useDescribeCause();
  const diagnosis = shopPath(merchantId, integrationId, "diagnosis");
  const lines = causes
    .filter(({ affects }) => affects.length === 0)
    .map((cause) => {
      const { title, effect } = wordsOf(cause);
      return {
        id: causeHeadingId(cause),
        title,
        effect,
      };
    });
  if (coming) {
    const title = t("page.blocked_addresses", { count: coming.refused.length });
    lines.push({ id: "coming-addresses", title, effect: "" });
  }
  if (lines.length === 0) return null;
  return (
    <Section title={t("page.causes_without_effect")} className="grid min-w-0 gap-2">
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {lines.map(({ id, title, effect }) => (
          <li
            key={id}
            className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-2.5 px-4 py-2 sm:grid-cols-[auto_minmax(0,1fr)_auto]"
          >
            <StateShape tone="recovering" className="translate-y-0.5" />
            <p className="min-w-0 [overflow-wrap:anywhere]">
              <span className="font-medium">{title}</span> <span className="text-ink-2">{effect}</span>
            </p>
            <TextLink
              href={`${diagnosis}#${id}`}
              aria-label={t("page.show_fix_for", { cause: title })}
              className="justify-self-start whitespace-nowrap max-sm:col-start-2"
            >
              {t("primary.show_fix")}
            </TextLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function SilenceNote({ silence, term }: { silence: SilenceView; term: ReactNode }) {
  const t = useTranslations("sync.silence");
  const { verdict, expected, found, missing, shopCount } = silence;
  const since = () => <PastTime at={new Date(silence.since)} since />;
  const isBroken = verdict === "broken";
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2 border-line border-t pt-2">
      <StateShape tone={isBroken ? "recovering" : verdict === "asking" ? "working" : "healthy"} className="mt-[3px]" />
      <p className="text-ink-2">
        {isBroken ? (
          <span className="font-medium text-ink">{t("broken", { found, missing })}</span>
        ) : (
          <>
            <span className="font-medium text-ink">{t.rich("quiet_since", { since, expected })}</span>{" "}
            {verdict === "asking" ? t("asking") : shopCount === null ? t("quiet_uncounted") : t("quiet", { count: shopCount })}
          </>
        )}
        {term}
      </p>
    </div>
  );
}

function RecoveryProbePulse({ probes }: { probes: readonly RecoveryProbeView[] }) {
  const t = useTranslations("sync.probes");
  const words = useProbeResultLabel();
  const states = useTranslations("states");
  const [last] = probes;
  if (!last) return null;
  return (
    <div className="grid gap-1 border-line border-t pt-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="flex items-center font-medium">
          {t("title")}
          <Term name="recovery_probe" />
        </h3>
        <Pulse probes={probes.toReversed()} />
      </div>
      <p className="text-ink-2">
        {t("last")} <Time at={last.at} />
        {states("colon")} {words(last)}
      </p>
      <details>
        <summary className="cursor-pointer text-ink-2 text-sm">{t("all", { count: probes.length })}</summary>
        <div className="mt-2">
          <Table label={t("title")} columns={[t("when"), t("result"), { id: "took", name: t("took"), className: "text-right" }]}>
            {probes.map((probe) => (
              <TableRow key={probe.id}>
                <TableCell>
                  <Time at={probe.at} form="clock" />
                </TableCell>
                <TableCell>{words(probe)}</TableCell>
                <TableCell className="whitespace-nowrap text-right text-ink-2 tabular-nums">{t("ms", { ms: probe.tookMs })}</TableCell>
              </TableRow>
            ))}
          </Table>
        </div>
      </details>
    </div>
  );
}

function useProbeResultLabel(): (probe: RecoveryProbeView) => string {
  const t = useTranslations("sync.probes");
  const failure = useTranslations("sync.failure");
  return ({ passed, status, failure: code }) => {
    if (code) return failure(code, { status: status ?? 0 });
    return passed ? t("passed") : t("not_passed", { status: status ?? 0 });
  };
}

const STEP = 7;
const HEIGHT = 16;

/** One bar per probe, oldest first: tall if it passed, half as high if it failed, a flat mark without a response. */
function Pulse({ probes }: { probes: readonly RecoveryProbeView[] }) {
  return (
    <svg
      viewBox={`0 0 ${probes.length * STEP} ${HEIGHT}`}
      style={{ width: probes.length * STEP }}
      className="h-4 max-w-full"
      aria-hidden="true"
    >
      {probes.map(({ id, passed, failure }, index) => {
        const height = passed ? HEIGHT : failure ? 2 : HEIGHT / 2;
        const tone = passed ? TONE_TEXT.healthy : TONE_TEXT.recovering;
        const place = { x: index * STEP, y: HEIGHT - height, width: STEP - 2, height, rx: 1 };
        return <rect key={id} {...place} className={cn(tone, "fill-current")} />;
      })}
    </svg>
  );
}
