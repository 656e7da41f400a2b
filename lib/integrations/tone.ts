import type { ShownState } from "@/lib/health/lane";
import type { LaneName } from "@/lib/health/lane-name";
import type { IntegrationRow } from "@/lib/integrations/row";
import { triggersThat } from "@/lib/sync/triggers";

/** How a state looks, from the loudest to the quietest: colour, shape and word follow from it (docs/design.md). */
export const TONES = ["needs_you", "heals_alone", "working", "at_rest", "in_order"] as const;
export type Tone = (typeof TONES)[number];

export const TONE_OF_STATE: Readonly<Record<ShownState, Tone>> = {
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

/** The lane whose state is told first. A run on its way is louder than anything, since it may end the trouble. */
export const louderLane = (tones: Readonly<Record<LaneName, Tone>>): LaneName =>
  tones.orders_in !== "working" && toneRank(tones.tracking_out) < toneRank(tones.orders_in) ? "tracking_out" : "orders_in";

/** Runs that a person waits for. All others start by themselves and end within a second; shown as work, they would make rows jump. */
export const AWAITED_TRIGGERS = triggersThat(({ isAwaited }) => isAwaited);
const AWAITED: ReadonlySet<string> = new Set(AWAITED_TRIGGERS);

/** The loudest tone of the two lanes; a run that a person waits for counts as working only where nothing louder is told. */
export function rowTone(row: IntegrationRow): Tone {
  const tones = Object.values(row.lanes).map(laneTone);
  if (row.run && AWAITED.has(row.run.trigger)) tones.push("working");
  return TONES.find((tone) => tones.includes(tone)) ?? "in_order";
}
