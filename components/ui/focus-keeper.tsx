"use client";

import { type ReactNode, useRef } from "react";
import { cn } from "@/components/ui/class-names";
import { useFocusKeeper } from "@/components/ui/use-focus-keeper";

interface FocusKeeperProps {
  /** Changes when an entry was removed, for actions that finish before the entry disappears. */
  outcome?: unknown;
  className?: string;
  children: ReactNode;
}

/**
 * Keeps the focus when a server render removes the focused button or link: it moves to the `focusTarget`, to the first remaining button, or to
 * this element.
 */
export function FocusKeeper({ outcome, className, children }: FocusKeeperProps) {
  const ref = useRef<HTMLDivElement>(null);
  useFocusKeeper(ref, outcome);
  return (
    <div ref={ref} tabIndex={-1} className={cn("outline-none", className)}>
      {children}
    </div>
  );
}
