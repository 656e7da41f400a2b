import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

const TONES = {
  neutral: "bg-idle-soft text-ink-2",
  accent: "bg-accent-soft text-accent",
  healthy: "bg-healthy-soft text-healthy",
  working: "bg-working-soft text-working",
  recovering: "bg-recovering-soft text-recovering",
  action_needed: "bg-action-needed-soft text-action-needed",
  idle: "bg-idle-soft text-idle",
};

export function Badge({ tone = "neutral", className, ...rest }: ComponentProps<"span"> & { tone?: keyof typeof TONES | undefined }) {
  const base = "inline-flex items-center gap-1 preset:whitespace-nowrap rounded-sm px-1.5 py-px font-medium text-xs [&_svg]:size-3";
  return <span className={cn(base, TONES[tone], className)} {...rest} />;
}
