"use client";

import { type RefObject, useEffect } from "react";

/** Where a press took away the button that was pressed, the focus goes to the first one that is left of `ref`, not to the top of the page. */
export function useKeptFocus(ref: RefObject<HTMLElement | null>, outcome: unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `outcome` is what a press changed.
  useEffect(() => {
    if (document.activeElement === document.body) ref.current?.querySelector("button")?.focus();
  }, [ref, outcome]);
}
