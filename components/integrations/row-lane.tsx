"use client";

import { useTranslations } from "next-intl";
import { LaneSentence, useStateSentence } from "@/components/sync/lane-sentence";
import { StateShape } from "@/components/ui/state-shape";
import type { LaneName } from "@/lib/checks/result";
import type { LaneView, RunProgress } from "@/lib/integrations/row";

/** One lane in a row: shape, name of the lane, state sentence. */
export function RowLane({ lane, view, run }: { lane: LaneName; view: LaneView; run: RunProgress | null }) {
  const t = useTranslations("sync.lane");
  const sentence = useStateSentence(lane, view, run);
  return (
    <div className="grid grid-cols-[0.875rem_minmax(0,1fr)] gap-x-2 text-sm">
      <StateShape tone={sentence.tone} open={view.state === "off"} className="mt-[3px]" />
      <div className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">
        <span className="text-ink-3">{t(lane)}</span> <LaneSentence sentence={sentence} brief />
      </div>
    </div>
  );
}
