import { cn } from "@/components/ui/class-names";
import { Ring } from "@/components/ui/ring";
import type { Tone } from "@/lib/health/lane/tone";

function Shape({ tone, open }: { tone: Exclude<Tone, "working">; open: boolean }) {
  switch (tone) {
    case "healthy":
      return <circle cx="8" cy="8" r="5" fill="currentColor" />;
    case "recovering":
      return (
        <>
          <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="2" />
          <path d="M8 3a5 5 0 0 0 0 10z" fill="currentColor" />
        </>
      );
    case "action_needed":
      return <path d="M8 1.8 15 14H1z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />;
    case "idle":
      return open ? (
        <circle cx="8" cy="8" r="4.5" fill="none" stroke="currentColor" strokeWidth="2" />
      ) : (
        <path d="M4 3h3v10H4zM9 3h3v10H9z" fill="currentColor" />
      );
  }
}

/**
 * The shape of a state: filled circle, turning ring, half circle, triangle, two bars (`open`: an empty circle, for what is off).
 * Decorative: the word is always adjacent.
 */
export function StateShape({ tone, open = false, className }: { tone: Tone; open?: boolean; className?: string }) {
  if (tone === "working") return <Ring className={cn("shrink-0 preset:size-3.5", TONE_TEXT.working, className)} />;
  return (
    <svg viewBox="0 0 16 16" className={cn("shrink-0 preset:size-3.5", TONE_TEXT[tone], className)} aria-hidden="true">
      <Shape tone={tone} open={open} />
    </svg>
  );
}

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
