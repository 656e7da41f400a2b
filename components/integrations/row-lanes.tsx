import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { usePhrase, useStateSentence } from "@/components/sync/lane-sentence";
import { Parts } from "@/components/ui/parts";
import { StateShape, TONE_TEXT } from "@/components/ui/state-shape";
import type { LaneName } from "@/lib/health/lane/lane-name";
import type { IntegrationRow, LaneView, RunProgress } from "@/lib/integrations/list/row";

/** Whether the lane differs from a healthy one. */
const isNotable = ({ state, reason }: LaneView): boolean =>
  state !== "regular" || reason.code === "failed" || reason.code === "causes_found";

/** The lanes that are not healthy, with a shared state shown once; a single line for a healthy shop. */
export function RowLanes({ row }: { row: IntegrationRow }) {
  const t = useTranslations("sync.lane");
  const { orders_in: orders, tracking_out: tracking } = row.lanes;
  const isAlike = orders.state === tracking.state && JSON.stringify(orders.reason) === JSON.stringify(tracking.reason);
  const [showsOrders, showsTracking] = [isNotable(orders) || row.run !== null, isNotable(tracking)];
  if (showsOrders && showsTracking && isAlike && row.run === null)
    return <RowLane row={row} lane="orders_in" label={t("both")} run={null} />;
  if (!showsTracking) return <RowLane row={row} lane="orders_in" label={showsOrders ? t("orders_in") : null} run={row.run} />;
  return (
    <>
      {showsOrders ? <RowLane row={row} lane="orders_in" label={t("orders_in")} run={row.run} /> : null}
      <RowLane row={row} lane="tracking_out" label={t("tracking_out")} run={null} />
    </>
  );
}

interface LaneProps {
  lane: LaneName;
  row: IntegrationRow;
  label: string | null;
  run: RunProgress | null;
}

function RowLane({ row, lane, label, run }: LaneProps) {
  const words = usePhrase();
  const sentence = useStateSentence(lane, row, run);
  const { tone, what, state } = sentence;
  // This state names its lane in the text.
  const shownLabel = state === "action_needed" ? null : label;
  return (
    <div className="grid grid-cols-[0.875rem_minmax(0,1fr)] gap-x-2 text-sm">
      <StateShape tone={tone} open={row.lanes[lane].state === "off"} className="mt-[3px]" />
      <div className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">
        <p>
          <span className={tone === "healthy" ? "text-ink" : `font-medium ${TONE_TEXT[tone]}`}>{words(what)}</span>
          {shownLabel === null ? null : <span className="text-ink-3"> · {shownLabel}</span>}
        </p>
        <LaneReason sentence={sentence} />
      </div>
    </div>
  );
}

interface ReasonProps {
  sentence: ReturnType<typeof useStateSentence>;
  blocker?: string | undefined;
  /** Rows are grouped: the heading of the recovering ones already says that they recover automatically. */
  isGrouped?: boolean;
}

/** The cause in a few words, who acts, and what comes next; nothing for a healthy lane. */
export function LaneReason({ sentence: { brief, acts, next, who, warning, state }, blocker, isGrouped = false }: ReasonProps) {
  const words = usePhrase();
  const parts: Readonly<Record<string, ReactNode>> = {
    why: brief && (blocker ? [words(brief), ` (${blocker})`] : words(brief)),
    acts: who === "none" || (isGrouped && who === "itself") ? null : words(acts),
    next: next && state !== "regular" ? words(next, true) : null,
    warning: warning && words(warning, true),
  };
  const said = Object.entries(parts).filter(([, part]) => part);
  if (said.length === 0) return null;
  return (
    <p>
      <Parts className="*:first:first-letter:uppercase">
        {said.map(([key, part]) => (
          <Fragment key={key}>{part}</Fragment>
        ))}
      </Parts>
    </p>
  );
}
