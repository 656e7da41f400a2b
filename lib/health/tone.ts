import type { ShownState } from "@/lib/health/lane";

/** Visual states by urgency; colour, shape and label follow from them (components/README.md). */
export const TONES = ["action_needed", "recovering", "working", "idle", "healthy"] as const;
export type Tone = (typeof TONES)[number];

/** Bookmarks and links in mails contain former names of tones. */
const FORMER_NAMES: Readonly<Record<string, Tone>> = {
  heals_alone: "recovering",
  needs_you: "action_needed",
  at_rest: "idle",
  in_order: "healthy",
};
export const currentToneName = (name: unknown): unknown => (typeof name === "string" ? (FORMER_NAMES[name] ?? name) : name);

export const TONE_OF_STATE: Readonly<Record<ShownState, Tone>> = {
  regular: "healthy",
  queued: "working",
  syncing: "working",
  throttled: "recovering",
  maintenance: "recovering",
  action_needed: "action_needed",
  paused: "idle",
  off: "idle",
};
