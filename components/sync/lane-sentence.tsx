import { useIsStaffReader } from "@/components/shell/reader";
import { usePhrase } from "@/components/sync/use-phrase";
import { TONE_TEXT } from "@/components/ui/state-shape";
import { useTickingNow } from "@/components/ui/use-ticking-now";
import { describeState, type StateSentence, toStaff } from "@/lib/health/lane/describe-state";
import type { LaneName } from "@/lib/health/lane/lane-name";
import type { Phrase } from "@/lib/health/lane/sentence";
import { describeAsked } from "@/lib/incidents/describe-incident";
import { reviveIncident } from "@/lib/incidents/incident-view";
import { toActiveRun, toSentenceLane } from "@/lib/integrations/lane-facts";
import type { IntegrationRow, RunProgress } from "@/lib/integrations/list/row";

/** The state sentence of a lane, worded for its reader and updated by the clock. */
export function useStateSentence(
  lane: LaneName,
  { lanes, incident }: Pick<IntegrationRow, "lanes" | "incident">,
  run: RunProgress | null,
): StateSentence {
  const view = lanes[lane];
  const now = useTickingNow();
  const isStaff = useIsStaffReader();
  const sentence = describeState(toSentenceLane(lane, view), toActiveRun(run), now);
  const asked = incident ? reviveIncident(incident).asked : null;
  const cause = sentence.who === "host" && view.reason.code === "causes_found" ? view.reason.cause : "";
  const told = asked?.causes.includes(cause) ? { ...sentence, acts: describeAsked(asked) } : sentence;
  return isStaff ? toStaff(told) : told;
}

/** Punctuation depends on the language. */
const COLON: Phrase = { key: "colon", values: {} };

/** State · since when · reason · who acts · next step. */
export function LaneSentence({ sentence }: { sentence: StateSentence }) {
  const words = usePhrase();
  const { what, why, attempts, acts, next, warning, who, tone } = sentence;
  return (
    <>
      <span className={tone === "healthy" ? "text-ink" : `font-medium ${TONE_TEXT[tone]}`}>{words(what)}</span>
      {why ? (
        <>
          {words(COLON)} {words(why)}
        </>
      ) : null}
      {attempts ? <> ({words(attempts)})</> : null}
      {who === "none" ? null : <>. {words(acts)}</>}
      {next ? (
        <>
          {who === "itself" ? words(COLON) : ","} {words(next, true)}
        </>
      ) : null}
      {"."}
      {warning ? <> {words(warning, true)}</> : null}
    </>
  );
}
