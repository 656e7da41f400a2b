"use client";

import { type RefObject, useEffect, useRef } from "react";

/** Where a press took away the button that was pressed, the focus goes to the first one that is left of `ref`, not to the top of the page. `outcome` is what a press changed. */
export function useKeptFocus(ref: RefObject<HTMLElement | null>, outcome: unknown): void {
  const known = useRef(outcome);
  useEffect(() => {
    // A page that was just opened has its focus at the top.
    if (known.current === outcome) return;
    known.current = outcome;
    if (document.activeElement === document.body) ref.current?.querySelector("button")?.focus();
  }, [ref, outcome]);
}
