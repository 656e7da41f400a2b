import type { ShownState } from "@/lib/health/lane/lane";

/** Visual states by urgency; colour, shape and label follow from them (components/README.md). */
export const TONES = ["action_needed", "recovering", "working", "idle", "healthy"] as const;
export type Tone = (typeof TONES)[number];

export const toneRank = (tone: Tone): number => TONES.indexOf(tone);

const TONE_OF_STATE: Readonly<Record<ShownState, Tone>> = {
  regular: "healthy",
  queued: "working",
  syncing: "working",
  throttled: "recovering",
  maintenance: "recovering",
  action_needed: "action_needed",
  paused: "idle",
  off: "idle",
};

export const laneTone = ({ state }: { state: ShownState }): Tone => TONE_OF_STATE[state];
