import type { Route } from "next";
import { useFormatter, useTranslations } from "next-intl";
import { getTimeZone, getTranslations } from "next-intl/server";
import { loadShopSync } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { type ShopPageProps, shopMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { OrdersFacts } from "@/components/integrations/orders-facts";
import { Term } from "@/components/shell/term";
import { NoticeButton } from "@/components/sync/action-notice";
import { BackfillSection } from "@/components/sync/backfill-panel";
import { DismissOrder, UndoDismissal } from "@/components/sync/dismiss-order";
import { PastTime } from "@/components/sync/past-time";
import { RunsTable } from "@/components/sync/runs-table";
import { TryAgainButton } from "@/components/sync/try-again-button";
import { OlderLinks } from "@/components/ui/pager";
import { Panel, Section } from "@/components/ui/section";
import { type ListCursor, type Page, parseListCursor } from "@/lib/base/list-cursor";
import { route } from "@/lib/base/route";
import { DAY_MS } from "@/lib/base/units";
import { wallClockOf } from "@/lib/base/wall-clock";
import { readProblems, WHOLE_RECORD } from "@/lib/connectors/records/record-problems";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { IntegrationSettings } from "@/lib/integrations/data";
import { shopPath } from "@/lib/integrations/shop-paths";
import { recordStart } from "@/lib/orders/record-start";
import { confirmEmptyShopAction } from "@/lib/sync/actions";
import type { Coverage, QuarantinedOrder } from "@/lib/sync/coverage-reads";

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
      <QuarantinedList here={here} orders={quarantinedOrders} counts={settings} at={from.quarantined} readOnly={readOnly} />
      {readOnly ? null : <BackfillSection firstDay={dayOf(now - BACKFILL_DAYS * DAY_MS)} today={dayOf(now)} backfills={backfills} />}
    </ClientMessages>
  );
}

/** Coverage confirmed by the ledger: outer bounds, gaps, and what the shop hides from this key. */
function CoverageNote({ coverage }: { coverage: Coverage | null }) {
  const t = useTranslations("sync.coverage");
  if (!coverage) return <p className="text-ink-2">{t("none")}</p>;
  const { historyDays } = coverage;
  return (
    <>
      <Confirmed coverage={coverage} />
      {historyDays === null ? null : <p className="text-ink-2">{t("hidden", { days: historyDays })}</p>}
    </>
  );
}

function Confirmed({ coverage }: { coverage: Coverage }) {
  const t = useTranslations("sync.coverage");
  const format = useFormatter();
  const time = (date: Date) => (date.getTime() <= 0 ? "…" : format.dateTime(date, "moment"));
  const isAll = coverage.from.getTime() <= 0;
  if (coverage.gaps.length === 0) {
    const range = { from: time(coverage.from), to: time(coverage.to) };
    if (coverage.unlisted > 0)
      return <p className="text-ink-2">{t(isAll ? "listed_all" : "listed", { ...range, count: coverage.unlisted })}</p>;
    const values = { ...range, count: coverage.unreadable };
    const isComplete = coverage.unreadable === 0;
    const key = isComplete ? (isAll ? "complete_all" : "complete") : isAll ? "read_all" : "read";
    return <p className="text-ink-2">{t(key, values)}</p>;
  }
  return (
    <div className="text-recovering">
      <p className="flex items-center gap-1 font-medium">
        {t("gaps", { count: coverage.gaps.length })}
        <Term name="gap" />
      </p>
      <ul className="text-ink-2">
        {coverage.gaps.map((gap) => (
          <li key={gap.from.getTime()}>{t("gap", { from: time(gap.from), to: time(gap.to) })}</li>
        ))}
      </ul>
    </div>
  );
}

interface QuarantinedProps {
  here: Route;
  orders: Page<QuarantinedOrder>;
  /** Numbers on all pages. */
  counts: Pick<IntegrationSettings, "quarantined" | "dismissed">;
  at: ListCursor | null;
  readOnly: boolean;
}

function QuarantinedList({ here, orders, counts, at, readOnly }: QuarantinedProps) {
  const t = useTranslations("sync.unreadable");
  if (orders.entries.length === 0 && !at) return null;
  return (
    <Panel
      id="quarantined"
      title={
        <>
          {t("title")} <span className="font-normal text-ink-3">{counts.quarantined}</span>
          {counts.dismissed > 0 ? <span className="font-normal text-ink-3"> · {t("dismissed", { count: counts.dismissed })}</span> : null}
        </>
      }
      term={<Term name="unreadable_order" />}
      actions={readOnly ? null : <TryAgainButton />}
    >
      <p className="text-ink-2">{t("intro")}</p>
      <ul className="mt-3 grid gap-2">
        {orders.entries.map((order) => (
          <li key={order.id}>
            <details className="rounded-md border border-line">
              <summary className="cursor-pointer px-3 py-2">
                <bdi className="font-medium">{t("order", { id: order.externalId })}</bdi>{" "}
                <span className="text-ink-3 text-sm">{t.rich("since", { since: () => <PastTime at={order.firstSeenAt} since /> })}</span>
                <Problems line={order.error} />
                {order.dismissed ? <Dismissal dismissed={order.dismissed} /> : null}
              </summary>
              <RecordStart raw={order.raw} />
              {readOnly ? null : order.dismissed ? <UndoDismissal quarantinedId={order.id} /> : <DismissOrder quarantinedId={order.id} />}
            </details>
          </li>
        ))}
      </ul>
      <OlderLinks here={here} name="quarantined" place="quarantined" at={at} next={orders.next} label={t("title")} />
    </Panel>
  );
}

function Dismissal({ dismissed: { at, by, reason } }: { dismissed: NonNullable<QuarantinedOrder["dismissed"]> }) {
  const t = useTranslations("sync.unreadable");
  return (
    <span className="mt-0.5 block text-ink-2 text-sm [overflow-wrap:anywhere]">
      {t.rich("dismissed_by", { since: () => <PastTime at={at} since />, by: by ?? "Mooring", reason })}
    </span>
  );
}

function RecordStart({ raw }: { raw: unknown }) {
  const t = useTranslations("orders.page");
  const { text, total } = recordStart(raw);
  return (
    <>
      <pre className="max-h-80 overflow-auto whitespace-pre-wrap border-line border-t bg-sunken p-3 font-mono text-sm [overflow-wrap:anywhere]">
        {text}
      </pre>
      {total === null ? null : <p className="p-3 text-ink-2 text-sm">{t("record_start", { shown: text.length, count: total })}</p>}
    </>
  );
}

const RECORD_TEXTS = { breaks: "breaks", too_long: "record_too_long", missing: "record", wrong: "record" } as const;

function Problems({ line }: { line: string }) {
  const t = useTranslations("sync.unreadable.problem");
  const problems = readProblems(line);
  return (
    <span className="mt-0.5 block text-ink-2 text-sm [overflow-wrap:anywhere]">
      {problems === null ? (
        <code className="font-mono">{line}</code>
      ) : (
        problems.map(({ field, problem }) => (
          <span key={field} className="block">
            {field === WHOLE_RECORD
              ? t(RECORD_TEXTS[problem])
              : t.rich(problem, { field: () => <code className="font-mono">{field}</code> })}
          </span>
        ))
      )}
    </span>
  );
}
