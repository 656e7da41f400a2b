"use client";

import { type RichTranslationValues, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PastTime } from "@/components/sync/past-time";
import { UpcomingTime } from "@/components/sync/upcoming-time";
import { TONE_TEXT } from "@/components/ui/tone";
import { useTickingNow } from "@/components/ui/use-ticking-now";
import type { LaneName } from "@/lib/health/lane-name";
import { describeState, type Phrase, type StateSentence } from "@/lib/health/sentence";
import { toActiveRun, toSentenceLane } from "@/lib/integrations/lane-facts";
import type { LaneView, RunProgress } from "@/lib/integrations/row";

/** The state sentence of a lane as plain data, followed by the clock. */
export function useStateSentence(lane: LaneName, view: LaneView, run: RunProgress | null): StateSentence {
  const now = useTickingNow();
  return describeState(toSentenceLane(lane, view), toActiveRun(run), now);
}

/** Words of a phrase; instants become elements with the exact time on hover. */
export function usePhrase(): (phrase: Phrase, upcoming?: boolean) => ReactNode {
  const t = useTranslations("states");
  return (phrase, upcoming = false) => {
    const values = Object.entries(phrase.values).map(([name, value]) => {
      if (!(value instanceof Date)) return [name, value];
      return [name, upcoming ? <UpcomingTime key={name} at={value} /> : <PastTime key={name} at={value} since={name === "since"} />];
    });
    // The formatter passes elements through as it does the chunks of tags; its types only speak of the latter.
    const rich = Object.fromEntries([...values, ["b", (chunks: ReactNode) => <b className="font-medium text-ink">{chunks}</b>]]);
    return t.rich(phrase.key, rich as RichTranslationValues);
  };
}

/** Languages set it differently. */
const COLON: Phrase = { key: "colon", values: {} };

/**
 * What · since when · why · who acts · what comes next · what the button does. `brief` leaves the button out, for rows of a list.
 */
export function LaneSentence({ sentence, brief = false }: { sentence: StateSentence; brief?: boolean }) {
  const words = usePhrase();
  const { what, why, attempts, acts, next, warning, button, who, tone } = sentence;
  return (
    <>
      <span className={tone === "in_order" ? "text-ink" : `font-medium ${TONE_TEXT[tone]}`}>{words(what)}</span>
      {why ? (
        <>
          {words(COLON)} {words(why)}
        </>
      ) : null}
      {attempts ? <> ({words(attempts)})</> : null}
      {who === "nobody" ? null : <>. {words(acts)}</>}
      {next ? (
        <>
          {who === "itself" ? words(COLON) : ","} {words(next, true)}
        </>
      ) : null}
      {"."}
      {warning ? <> {words(warning, true)}</> : null}
      {/* In short lines, words behind a time that counts down would go to other lines with it. */}
      {button && !brief ? <span className="max-sm:block"> {words(button)}</span> : null}
    </>
  );
}
