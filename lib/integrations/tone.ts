import type { ShownState } from "@/lib/health/lane";
import type { LaneName } from "@/lib/health/lane-name";
import type { IntegrationRow } from "@/lib/integrations/row";
import { triggersThat } from "@/lib/sync/triggers";

/** Visual states by urgency; colour, shape and label follow from them (docs/design.md). */
export const TONES = ["needs_you", "recovering", "working", "at_rest", "in_order"] as const;
export type Tone = (typeof TONES)[number];

export const TONE_OF_STATE: Readonly<Record<ShownState, Tone>> = {
  regular: "in_order",
  queued: "working",
  syncing: "working",
  throttled: "recovering",
  maintenance: "recovering",
  action_needed: "needs_you",
  paused: "at_rest",
  off: "at_rest",
};

export const laneTone = (lane: { state: ShownState }): Tone => TONE_OF_STATE[lane.state];

export const toneRank = (tone: Tone): number => TONES.indexOf(tone);

/** The lane shown first. A running sync takes precedence, since it may resolve the problem. */
export const louderLane = (tones: Readonly<Record<LaneName, Tone>>): LaneName =>
  tones.orders_in !== "working" && toneRank(tones.tracking_out) < toneRank(tones.orders_in) ? "tracking_out" : "orders_in";

/** Runs that a user waits for. Automatic ones end within a second and would make rows flicker. */
export const AWAITED_TRIGGERS = triggersThat(({ isAwaited }) => isAwaited);
const AWAITED: ReadonlySet<string> = new Set(AWAITED_TRIGGERS);

/** The most urgent tone of both lanes; "working" only when nothing is more urgent. */
export function rowTone(row: IntegrationRow): Tone {
  const tones = Object.values(row.lanes).map(laneTone);
  if (row.run && AWAITED.has(row.run.trigger)) tones.push("working");
  return TONES.find((tone) => tones.includes(tone)) ?? "in_order";
}
