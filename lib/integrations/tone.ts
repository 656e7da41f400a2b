import type { IntegrationRow } from "@/lib/integrations/row";
import type { ShownState } from "@/lib/sync/lane";

/** How a state looks, from the loudest to the quietest: colour, shape and word follow from it (docs/design.md). */
export const TONES = ["needs_you", "heals_alone", "working", "at_rest", "in_order"] as const;
export type Tone = (typeof TONES)[number];

const TONE_OF_STATE: Readonly<Record<ShownState, Tone>> = {
  regular: "in_order",
  queued: "working",
  syncing: "working",
  throttled: "heals_alone",
  maintenance: "heals_alone",
  action_needed: "needs_you",
  paused: "at_rest",
  off: "at_rest",
};

export const laneTone = (lane: { state: ShownState }): Tone => TONE_OF_STATE[lane.state];

export const toneRank = (tone: Tone): number => TONES.indexOf(tone);

/** The loudest tone of the two lanes; a run on its way counts as working only where nothing louder is told. */
export function rowTone(row: IntegrationRow): Tone {
  const tones = Object.values(row.lanes).map(laneTone);
  if (row.run) tones.push("working");
  return TONES.find((tone) => tones.includes(tone)) ?? "in_order";
}
