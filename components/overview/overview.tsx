"use client";

import { useTranslations } from "next-intl";
import { lazy, type ReactNode, useMemo, useRef } from "react";
import { BulkRefresh } from "@/components/integrations/bulk-refresh";
import { isAtWork, useBulkRefresh } from "@/components/integrations/use-bulk-refresh";
import { useListKeys } from "@/components/integrations/use-list-keys";
import { useLive, useLiveStream } from "@/components/live/use-live";
import { FirstSteps } from "@/components/overview/first-steps";
import { OverviewGroup } from "@/components/overview/group";
import { NoopGroup } from "@/components/overview/quiet-group";
import type { BlockerNames } from "@/components/overview/row-effect";
import { usePlacement } from "@/components/overview/use-placement";
import { LiveDot } from "@/components/shell/live-dot";
import { EmptyState } from "@/components/ui/empty-state";
import { Late } from "@/components/ui/late";
import { PageHeader } from "@/components/ui/page-header";
import { StateMark } from "@/components/ui/state-mark";
import { mergeRows } from "@/lib/integrations/merge-rows";
import { type PackedRows, unpackRows } from "@/lib/integrations/packed-rows";
import { TONES } from "@/lib/integrations/tone";

// Comes with the first press of a refresh of several shops.
const BulkPanel = lazy(() => import("@/components/integrations/bulk-panel").then((module) => ({ default: module.BulkPanel })));

interface OverviewProps {
  merchantId: string;
  packedRows: PackedRows;
  blockerNames: BlockerNames;
  /** The way to connect a shop. */
  connect: ReactNode;
  /** Whoever only looks gets nothing to press. */
  readOnly: boolean;
  stepsHidden: boolean;
  notificationsChosen: boolean;
}

/** What needs the person now, what heals by itself, and in one line what is in order. */
export function Overview({ merchantId, packedRows, blockerNames, connect, readOnly, stepsHidden, notificationsChosen }: OverviewProps) {
  const t = useTranslations("overview");
  const groupsRef = useRef<HTMLDivElement>(null);
  useLiveStream(merchantId, null);
  useListKeys(groupsRef);
  const told = useLive((state) => state.rows);
  const gone = useLive((state) => state.gone);
  const initialRows = useMemo(() => unpackRows(packedRows), [packedRows]);
  const rows = useMemo(() => mergeRows(initialRows, told, gone), [initialRows, told, gone]);
  const bulk = useBulkRefresh(merchantId, rows);
  const { rowsOf, holders } = usePlacement(rows);
  const groups = TONES.map((tone) => ({ tone, rows: rowsOf(tone) })).filter((group) => group.rows.length > 0);
  const countOf = (tone: (typeof TONES)[number]): number => groups.find((group) => group.tone === tone)?.rows.length ?? 0;
  const throttled = rows.filter((row) => row.lanes.orders_in.state === "throttled" && !row.run).length;
  const steps = readOnly ? null : (
    <FirstSteps merchantId={merchantId} rows={rows} notificationsChosen={notificationsChosen} initiallyHidden={stepsHidden} />
  );
  const calm = groups.every(({ tone }) => tone === "in_order");

  return (
    <>
      <LiveDot />
      <PageHeader
        title={t("title")}
        description={t("lead", { count: rows.length, needing: countOf("needs_you"), healing: countOf("heals_alone") })}
        actions={
          rows.length === 0 ? null : (
            <>
              {readOnly ? null : <BulkRefresh state={bulk} count={throttled} />}
              {connect}
            </>
          )
        }
      />
      {rows.length === 0 ? (
        <div className="grid gap-6">
          <EmptyState title={t("empty_title")} action={connect}>
            {t("empty_text")}
          </EmptyState>
          {steps}
        </div>
      ) : (
        <div className="grid gap-6">
          <Late when={isAtWork(bulk)}>
            <BulkPanel merchantId={merchantId} state={bulk} />
          </Late>
          <div ref={groupsRef} className="grid gap-6" {...holders}>
            {calm ? (
              <StateMark tone="in_order" className="text-lg">
                {t("all_in_order")}
              </StateMark>
            ) : null}
            {groups.map(({ tone, rows: members }) =>
              tone === "in_order" ? (
                <NoopGroup key={tone} rows={members} merchantId={merchantId} readOnly={readOnly} />
              ) : (
                <OverviewGroup
                  key={tone}
                  tone={tone}
                  rows={members}
                  merchantId={merchantId}
                  blockerNames={blockerNames}
                  readOnly={readOnly}
                />
              ),
            )}
          </div>
          {steps}
        </div>
      )}
    </>
  );
}
