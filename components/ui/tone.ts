/** Visual tone of a state; the domain decides which (lib/integrations/tone.ts). */
export type VisualTone = "in_order" | "working" | "recovering" | "needs_you" | "at_rest";

export const TONE_TEXT: Readonly<Record<VisualTone, string>> = {
  in_order: "text-in-order",
  working: "text-working",
  recovering: "text-recovering",
  needs_you: "text-needs-you",
  at_rest: "text-at-rest",
};

export const TONE_SOFT: Readonly<Record<VisualTone, string>> = {
  in_order: "bg-in-order-soft",
  working: "bg-working-soft",
  recovering: "bg-recovering-soft",
  needs_you: "bg-needs-you-soft",
  at_rest: "bg-at-rest-soft",
};
