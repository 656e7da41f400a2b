import type { ShownState } from "@/lib/health/lane/lane";
import { isPartlyBlocked, TONE_OF_STATE, TONES, type Tone } from "@/lib/health/lane/tone";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { triggersThat } from "@/lib/sync/triggers";

export const laneTone = (lane: { state: ShownState }): Tone => TONE_OF_STATE[lane.state];

export const toneRank = (tone: Tone): number => TONES.indexOf(tone);

/** Runs that a user waits for. Automatic ones end within a second and would make rows flicker. */
export const AWAITED_TRIGGERS = triggersThat(({ isAwaited }) => isAwaited);
const AWAITED: ReadonlySet<string> = new Set(AWAITED_TRIGGERS);

/** The most urgent tone of both lanes; "working" only when nothing is more urgent. */
export function rowTone(row: IntegrationRow): Tone {
  const tones = Object.values(row.lanes).map((lane) => (isPartlyBlocked(lane) ? "action_needed" : laneTone(lane)));
  if (row.run && AWAITED.has(row.run.trigger)) tones.push("working");
  return TONES.find((tone) => tones.includes(tone)) ?? "healthy";
}
