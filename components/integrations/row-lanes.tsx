"use client";

import { useTranslations } from "next-intl";
import { LaneSentence, useStateSentence } from "@/components/sync/lane-sentence";
import { StateShape } from "@/components/ui/state-shape";
import type { LaneName } from "@/lib/health/lane-name";
import type { IntegrationRow, LaneView, RunProgress } from "@/lib/integrations/row";

/** Both lanes of a row; a shared blocker is shown once. */
export function RowLanes({ row }: { row: IntegrationRow }) {
  const t = useTranslations("sync.lane");
  const { orders_in: orders, tracking_out: tracking } = row.lanes;
  const alike =
    row.run === null &&
    orders.state !== "regular" &&
    orders.state === tracking.state &&
    JSON.stringify(orders.reason) === JSON.stringify(tracking.reason);
  if (alike) return <RowLane lane="orders_in" label={t("both")} view={orders} run={null} />;
  return (
    <>
      <RowLane lane="orders_in" label={t("orders_in")} view={orders} run={row.run} />
      <RowLane lane="tracking_out" label={t("tracking_out")} view={tracking} run={null} />
    </>
  );
}

function RowLane({ lane, label, view, run }: { lane: LaneName; label: string; view: LaneView; run: RunProgress | null }) {
  const sentence = useStateSentence(lane, view, run);
  return (
    <div className="grid grid-cols-[0.875rem_minmax(0,1fr)] gap-x-2 text-sm">
      <StateShape tone={sentence.tone} open={view.state === "off"} className="mt-[3px]" />
      <div className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">
        <span className="text-ink-3">{label} · </span>
        <LaneSentence sentence={sentence} brief />
      </div>
    </div>
  );
}
