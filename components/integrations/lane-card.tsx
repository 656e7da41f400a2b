"use client";

import { useNow, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { StoryLines } from "@/components/integrations/story-lines";
import { useLiveRow } from "@/components/live/use-live";
import { StateMark } from "@/components/ui/state-mark";
import type { LaneName } from "@/lib/health/lane/lane-name";
import { anyKey } from "@/lib/i18n/any-key";
import type { Story } from "@/lib/incidents/describe-incident";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { tellShop } from "@/lib/integrations/story";

interface LaneCardProps {
  lane: LaneName;
  initial: IntegrationRow;
  term: ReactNode;
  note: ReactNode;
  spark: ReactNode;
}

const WORDS: Readonly<Record<Story["state"], string>> = {
  healthy: "regular",
  quiet: "regular",
  partial: "partial",
  delayed: "throttled",
  down: "action_needed",
  maintenance: "maintenance",
  paused: "paused",
  off: "off",
  not_connected: "action_needed",
};

/** One direction: state and volume. The head already tells the more severe one. */
export function LaneCard({ lane, initial, term, note, spark }: LaneCardProps) {
  const t = useTranslations("integrations.page");
  const sync = useTranslations("sync.lane");
  const states = anyKey(useTranslations("states"));
  const row = useLiveRow(initial);
  const now = useNow();
  const viewer = { kind: "member", canAct: false } as const;
  const { state, tone } = tellShop(row, viewer, now, lane);
  const isShownInHead = lane === tellShop(row, viewer, now).lane;
  const isQuiet = state === "healthy" || state === "quiet";
  const run = lane === "orders_in" && row.run ? (row.run.status === "queued" ? "queued" : "syncing") : null;
  return (
    <section aria-label={sync(lane)} className="grid grid-cols-1 content-start gap-1.5 rounded-lg border border-line bg-surface px-4 py-3">
      <div className="flex min-h-6 flex-wrap items-center justify-between gap-x-3">
        <div className="flex items-center gap-1">
          <h2 className="font-semibold">{sync(lane)}</h2>
          {term}
        </div>
        <StateMark tone={run ? "working" : tone} open={state === "off"}>
          {states(`word.${run ?? WORDS[state]}`)}
        </StateMark>
      </div>
      {isQuiet && lane === "tracking_out" ? <p className="text-ink-2">{t("tracking_quiet")}</p> : null}
      {isQuiet || isShownInHead ? null : <StoryLines row={row} only={lane} />}
      {note}
      <div className="mt-auto pt-1">{spark}</div>
    </section>
  );
}
