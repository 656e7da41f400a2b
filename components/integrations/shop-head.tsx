"use client";

import { ExternalLink, X } from "lucide-react";
import { useSelectedLayoutSegment } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { DisconnectedBanner } from "@/components/integrations/disconnected-banner";
import { ShopActions } from "@/components/integrations/shop-actions";
import { ShopStory } from "@/components/integrations/shop-story";
import { ShopTabs } from "@/components/integrations/shop-tabs";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { useShopSteps } from "@/components/integrations/use-shop-steps";
import { FollowPageNews } from "@/components/live/follow-page";
import { useLive, useLiveRow, useLiveRun, useLiveStream } from "@/components/live/use-live";
import { useRefreshPage } from "@/components/live/use-refresh-page";
import type { ReportSource } from "@/components/reports/report-source";
import { LiveDot } from "@/components/shell/live-dot";
import { PageCrumb } from "@/components/shell/page-crumb";
import { useIsStaffReader } from "@/components/shell/reader";
import { LiveRun } from "@/components/sync/live-run";
import { Button } from "@/components/ui/button";
import { Parts } from "@/components/ui/parts";
import { useMilestones } from "@/components/ui/use-milestones";
import { useTickingNow } from "@/components/ui/use-ticking-now";
import { displayAddress } from "@/lib/connectors/display-address";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { tellShop } from "@/lib/integrations/story";
import { isActive, type RunView } from "@/lib/sync/past-runs/run-view";

/** Over the shop's name: nothing below moves, and the run that the user watches stays in sight. */
const NOTICE =
  "absolute inset-x-0 bottom-[calc(100%+0.5rem)] z-10 flex items-start gap-2 rounded-lg border border-line-strong bg-surface py-1 pr-1 pl-3.5 text-ink shadow-overlay";

interface HeadProps {
  initial: IntegrationRow;
  initialRun: RunView | null;
  /** Outcome of that run, rendered by the server; null while the run is active. */
  receipt: ReactNode;
  server: string | null;
  /** Start of the import; null imports all orders. */
  importFrom: string | null;
  readOnly: boolean;
  /** Content of a report to the hosting provider; null if the newest check found nothing for them. */
  report: ReportSource | null;
  causes: number;
}

/** Head of every tab: name, state, actions and the active run. Follows events and re-renders the page when a run or check ends. */
export function ShopHead(props: HeadProps) {
  const { initial, initialRun, receipt, server, importFrom, readOnly, report, causes } = props;
  const { merchantId } = useShopIds();
  const t = useTranslations("integrations");
  const app = useTranslations("app");
  const sync = useTranslations("sync");
  useLiveStream(merchantId, initial.id);
  const row = useLiveRow(initial);
  const run = useLiveRun(initialRun, initial.id);
  const gone = useLive((state) => state.gone.has(initial.id));
  const steps = useShopSteps(row);
  const { notice } = steps;
  const isStaff = useIsStaffReader();
  const story = tellShop(row, isStaff ? { kind: "staff" } : { kind: "member", canAct: !readOnly }, useTickingNow());
  const checking = row.check?.status === "queued" || row.check?.status === "running" ? row.check : null;
  // The sentence and the run already show an active sync.
  const isSeen = notice === null || notice === sync("refresh.started") || notice === sync("refresh.joined");
  const checkWords = checking ? t("page.checking", { count: checking.probesDone }) : "";
  const [cameWith] = useState(checking ? null : row.check?.id);
  // The findings are on another tab: announce them.
  const ended = row.check && !checking && row.check.id !== cameWith ? row.check : null;
  const endText = ended?.verdict ? t("page.check_ended", { verdict: t(`verdict.${ended.verdict}`) }) : ended ? t("page.check_failed") : "";
  const checkNotice = useMilestones(checkWords || endText, `${row.check?.id} ${ended !== null}`);
  const hadTrouble = useRef(false);
  const endedTrouble = hadTrouble.current && run?.status === "succeeded" && row.lanes.orders_in.state === "regular";
  const isRunShown = useRunShown(run);
  useRefreshWhenSomethingEnded(row, run);
  if (row.lanes.orders_in.state !== "regular") hadTrouble.current = true;
  if (gone) return <DisconnectedBanner />;
  return (
    <div className="grid min-w-0 grid-cols-1 gap-4">
      <LiveDot />
      <FollowPageNews />
      <PageCrumb>{row.name}</PageCrumb>
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-balance font-semibold text-xl tracking-[-0.01em] [overflow-wrap:anywhere]">
            <bdi>{row.name}</bdi>
          </h1>
          <Parts className="mt-0.5 text-ink-2">
            {t(`shop_system.${row.shopSystem}`)}
            {server}
            <a
              href={row.baseUrl}
              target="_blank"
              rel="noreferrer noopener"
              className="inline-flex min-w-0 items-center gap-1 rounded-sm hover:text-ink hover:underline"
              title={t("page.open_shop")}
            >
              <span className="[overflow-wrap:anywhere]">{displayAddress(row.readableUrl ?? row.baseUrl)}</span>
              <ExternalLink className="size-3.5 shrink-0" />
              <span className="sr-only">({t("page.open_shop")})</span>
            </a>
          </Parts>
        </div>
      </header>
      <ShopStory
        story={story}
        actions={readOnly ? null : <ShopActions row={row} step={story.step} steps={steps} report={report} />}
        checking={checkWords}
        run={
          run && isRunShown ? (
            <LiveRun
              run={run}
              since={importFrom}
              inOrder={endedTrouble}
              receipt={run.id === initialRun?.id && !endedTrouble ? receipt : null}
            />
          ) : !run && isRunShown && row.hasCredentials ? (
            // As high as the first run will be.
            <section className="min-h-48 rounded-lg border border-line bg-surface px-4 py-3 text-ink-2 sm:min-h-24">
              {sync("live.never")}
            </section>
          ) : null
        }
      >
        <div role="status" className={isSeen ? "sr-only" : NOTICE}>
          <p className="min-w-0 flex-1 self-center font-medium">{notice}</p>
          {isSeen ? null : (
            <Button variant="ghost" size="icon-sm" onClick={steps.dismiss}>
              <X />
              <span className="sr-only">{app("close")}</span>
            </Button>
          )}
        </div>
        <p role="status" className="sr-only">
          {checkNotice}
        </p>
      </ShopStory>
      <ShopTabs name={row.name} causes={causes} />
    </div>
  );
}

/** The overview shows the last run; other tabs show a run only once it becomes active. */
function useRunShown(run: RunView | null): boolean {
  const isOverview = useSelectedLayoutSegment() === null;
  const [followed, setFollowed] = useState<string | null>(null);
  if (run && isActive(run) && followed !== run.id) setFollowed(run.id);
  return isOverview || (run !== null && (isActive(run) || followed === run.id));
}

/** Re-renders server content (causes, matrix, runs, timeline) after a run, check or recovery probe ended or a lane changed. */
function useRefreshWhenSomethingEnded(row: IntegrationRow, run: RunView | null): void {
  const refresh = useRefreshPage();
  const state = [
    run && !isActive(run) ? run.id : "",
    row.check && (row.check.status === "done" || row.check.status === "failed") ? row.check.id : "",
    row.lanes.orders_in.state,
    row.lanes.tracking_out.state,
    // Changes after every recovery probe.
    row.lanes.orders_in.nextRecoveryProbeAt,
    row.lanes.tracking_out.nextRecoveryProbeAt,
    row.baseUrl,
    // Disconnecting requires the name, which may have changed elsewhere.
    row.name,
    row.effect.parcels,
  ].join("|");
  const seen = useRef(state);
  useEffect(() => {
    if (seen.current === state) return;
    seen.current = state;
    const timer = setTimeout(refresh, 150);
    return () => clearTimeout(timer);
  }, [state, refresh]);
}
