"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LaneSentence, useStateSentence } from "@/components/sync/lane-sentence";
import { StateMark } from "@/components/ui/state-mark";
import type { LaneName } from "@/lib/health/lane-name";
import type { IntegrationRow } from "@/lib/integrations/row";

interface LaneCardProps {
  lane: LaneName;
  row: IntegrationRow;
  /** Explains the word, or null. */
  term: ReactNode;
  /** What it carried so far and what else is to be said of it, drawn by the server. */
  note: ReactNode;
  /** What it carried lately. */
  spark: ReactNode;
}

/** One lane of the page: its state, and what it carried. */
export function LaneCard({ lane, row, term, note, spark }: LaneCardProps) {
  const t = useTranslations("integrations.page");
  const sync = useTranslations("sync.lane");
  const states = useTranslations("states");
  const view = row.lanes[lane];
  const sentence = useStateSentence(lane, view, lane === "orders_in" ? row.run : null);
  return (
    <section aria-label={sync(lane)} className="grid grid-cols-1 content-start gap-1.5 rounded-lg border border-line bg-surface px-4 py-3">
      <div className="flex min-h-6 items-center justify-between gap-3">
        <div className="flex items-center gap-1">
          <h2 className="font-semibold">{sync(lane)}</h2>
          {term}
        </div>
        <StateMark tone={sentence.tone} open={view.state === "off"}>
          {states(sentence.word.key)}
        </StateMark>
      </div>
      {lane === "orders_in" ? null : (
        <p className="text-ink-2">{view.state === "regular" ? t("tracking_quiet") : <LaneSentence sentence={sentence} brief />}</p>
      )}
      {note}
      <div className="mt-auto pt-1">{spark}</div>
    </section>
  );
}
