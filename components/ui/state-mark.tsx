import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";
import { StateShape, TONE_TEXT } from "@/components/ui/state-shape";
import type { Tone } from "@/lib/health/lane/tone";

interface MarkProps {
  tone: Tone;
  open?: boolean;
  className?: string;
  children: ReactNode;
}

/** A state shown by colour, shape and word, each sufficient alone. */
export function StateMark({ tone, open = false, className, children }: MarkProps) {
  return (
    <span className={cn("inline-flex items-center gap-1.5 preset:font-medium", TONE_TEXT[tone], className)}>
      <StateShape tone={tone} open={open} />
      <span>{children}</span>
    </span>
  );
}
