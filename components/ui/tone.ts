import type { Tone } from "@/lib/health/tone";

export const TONE_TEXT: Readonly<Record<Tone, string>> = {
  healthy: "text-healthy",
  working: "text-working",
  recovering: "text-recovering",
  action_needed: "text-action-needed",
  idle: "text-idle",
};

export const TONE_SOFT: Readonly<Record<Tone, string>> = {
  healthy: "bg-healthy-soft",
  working: "bg-working-soft",
  recovering: "bg-recovering-soft",
  action_needed: "bg-action-needed-soft",
  idle: "bg-idle-soft",
};
