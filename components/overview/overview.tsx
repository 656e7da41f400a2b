"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo, useState } from "react";
import { BulkRefresh } from "@/components/integrations/bulk-refresh";
import { isAtWork, useBulkRefresh } from "@/components/integrations/use-bulk-refresh";
import { useListStream, useLive } from "@/components/live/use-live";
import { FirstSteps } from "@/components/overview/first-steps";
import { HealthyGroup, OverviewGroup } from "@/components/overview/group";
import type { BlockerNames } from "@/components/overview/shop-row-parts";
import { usePlacement } from "@/components/overview/use-placement";
import { LiveDot } from "@/components/shell/live-dot";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { StateMark } from "@/components/ui/state-mark";
import { TONES } from "@/lib/health/lane/tone";
import { mergeRows } from "@/lib/integrations/live/reuse-unchanged";
import type { loadOverview } from "@/lib/integrations/loaders";

// Loaded on the first bulk refresh.
const BulkPanel = dynamic(() => import("@/components/integrations/bulk-panel").then((file) => file.BulkPanel), { loading: () => null });

interface OverviewProps extends Omit<Awaited<ReturnType<typeof loadOverview>>, "endings"> {
  merchantId: string;
  blockerNames: BlockerNames;
  connect: ReactNode;
  /** What ends soon, rendered by the server. */
  soon: ReactNode;
}

export function Overview(props: OverviewProps) {
  const { merchantId, counts, facts, blockerNames, connect, readOnly } = props;
  const t = useTranslations("overview");
  useListStream(merchantId, props.readAt);
  const liveRows = useLive((state) => state.rows);
  const gone = useLive((state) => state.gone);
  const rows = useMemo(() => mergeRows(props.rows, liveRows, gone), [props.rows, liveRows, gone]);
  const bulk = useBulkRefresh(merchantId);
  const { rowsOf, holders } = usePlacement(rows);
  /** Outcome of an action whose row moved to another group. */
  const [outcome, setOutcome] = useState<string | null>(null);
  // A row that just moved counts towards its new group before the totals are reloaded.
  const groups = TONES.map((tone) => {
    const members = rowsOf(tone);
    return { tone, rows: members, count: Math.max(counts.tones[tone], tone === "healthy" ? 0 : members.length) };
  }).filter(({ count }) => count > 0);
  const steps = readOnly ? null : (
    <FirstSteps merchantId={merchantId} facts={facts} notificationsChosen={props.notificationsChosen} initiallyHidden={props.stepsHidden} />
  );
  const calm = groups.every(({ tone }) => tone === "healthy");

  return (
    <>
      <LiveDot />
      <PageHeader
        title={t("title")}
        description={t("lead", { count: counts.total, needing: counts.tones.action_needed, healing: counts.tones.recovering })}
        actions={
          counts.total === 0 ? null : (
            <>
              {readOnly ? null : <BulkRefresh state={bulk} count={counts.throttled} />}
              {connect}
            </>
          )
        }
      />
      {counts.total === 0 ? (
        <div className="grid gap-6">
          <EmptyState title={t("empty_title")} action={connect} text={t("empty_text")} />
          {steps}
        </div>
      ) : (
        <div className="grid gap-6">
          <p role="status" className="text-ink-2 empty:sr-only">
            {outcome}
          </p>
          {isAtWork(bulk) ? <BulkPanel state={bulk} /> : null}
          <div className="grid gap-6" {...holders}>
            {calm ? (
              <StateMark tone="healthy" className="text-lg">
                {t("all_healthy")}
              </StateMark>
            ) : null}
            {groups.map(({ tone, rows: members, count }) =>
              tone === "healthy" ? (
                <HealthyGroup key={tone} count={count} facts={facts} known={members} merchantId={merchantId} />
              ) : (
                <OverviewGroup
                  key={tone}
                  tone={tone}
                  rows={members}
                  count={count}
                  merchantId={merchantId}
                  blockerNames={blockerNames}
                  readOnly={readOnly}
                  onLeave={setOutcome}
                />
              ),
            )}
          </div>
          {props.soon}
          {steps}
        </div>
      )}
    </>
  );
}
