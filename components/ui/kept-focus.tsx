"use client";

import { type ReactNode, useRef } from "react";
import { useKeptFocus } from "@/components/ui/use-kept-focus";

/** Around a list drawn by the server whose entries can be taken away: the focus goes to the first button that is left, or to what stands in the place of the last entry. `outcome` tells that one was. */
export function KeptFocus({ outcome, children }: { outcome: unknown; children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useKeptFocus(ref, outcome);
  return (
    <div ref={ref} tabIndex={-1} className="outline-none">
      {children}
    </div>
  );
}
