"use client";

import { useNow, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useLiveRow } from "@/components/live/use-live";
import { LaneSentence, useStateSentence } from "@/components/sync/lane-sentence";
import { StateMark } from "@/components/ui/state-mark";
import type { LaneName } from "@/lib/health/lane/lane-name";
import { anyKey } from "@/lib/i18n/any-key";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { tellShop } from "@/lib/integrations/story";

interface LaneCardProps {
  lane: LaneName;
  initial: IntegrationRow;
  term: ReactNode;
  note: ReactNode;
  spark: ReactNode;
}

/** One lane: state and volume. The head already shows the sentence of the more severe lane. */
export function LaneCard({ lane, initial, term, note, spark }: LaneCardProps) {
  const t = useTranslations("integrations.page");
  const sync = useTranslations("sync.lane");
  const states = anyKey(useTranslations("states"));
  const row = useLiveRow(initial);
  const sentence = useStateSentence(lane, row, lane === "orders_in" ? row.run : null);
  const isShownInHead = lane === tellShop(row, { kind: "member", canAct: false }, useNow()).lane;
  const { state } = row.lanes[lane];
  const isQuiet = state === "regular" && lane === "tracking_out";
  return (
    <section aria-label={sync(lane)} className="grid grid-cols-1 content-start gap-1.5 rounded-lg border border-line bg-surface px-4 py-3">
      <div className="flex min-h-6 flex-wrap items-center justify-between gap-x-3">
        <div className="flex items-center gap-1">
          <h2 className="font-semibold">{sync(lane)}</h2>
          {term}
        </div>
        <StateMark tone={sentence.tone} open={state === "off"}>
          {states(sentence.word.key)}
        </StateMark>
      </div>
      {isQuiet ? <p className="text-ink-2">{t("tracking_quiet")}</p> : null}
      {state === "regular" || isShownInHead ? null : (
        <p className="text-ink-2">
          <LaneSentence sentence={sentence} />
        </p>
      )}
      {note}
      <div className="mt-auto pt-1">{spark}</div>
    </section>
  );
}
