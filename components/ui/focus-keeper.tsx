"use client";

import { type ReactNode, useRef } from "react";
import { cn } from "@/components/ui/class-names";
import { useFocusKeeper } from "@/components/ui/use-focus-keeper";

interface FocusKeeperProps {
  /** Tells that an entry was taken away, where the press may be over before what it took goes. */
  outcome?: unknown;
  className?: string;
  children: ReactNode;
}

/** Around what the server draws and whose buttons or links can be taken away: the focus goes to what is marked for it, to the first button that is left, or to what stands in the place of the last entry. */
export function FocusKeeper({ outcome, className, children }: FocusKeeperProps) {
  const ref = useRef<HTMLDivElement>(null);
  useFocusKeeper(ref, outcome);
  return (
    <div ref={ref} tabIndex={-1} className={cn("outline-none", className)}>
      {children}
    </div>
  );
}
