"use client";

import { type RefObject, useEffect, useRef } from "react";
import { FOCUS_TARGET_ATTRIBUTE } from "@/components/ui/focus-target";

/**
 * Where a press took away the button that was pressed, the focus goes to what is marked for it (`focusTarget`), else to the first button that
 * is left of `ref`, or to `ref` itself where that can have it, not to the top of the page.
 * `outcome` is what a press changed; the button may also go later, when what it changed comes back by the event stream, or before, while the
 * press is `pending`.
 */
export function useFocusKeeper(ref: RefObject<HTMLElement | null>, outcome: unknown, pending = false): void {
  const known = useRef(outcome);
  const held = useRef<Element | null>(null);
  useEffect(() => {
    const follow = ({ target }: FocusEvent) => {
      held.current = target instanceof Element && ref.current?.contains(target) ? target : null;
    };
    document.addEventListener("focusin", follow);
    return () => document.removeEventListener("focusin", follow);
  }, [ref]);
  useEffect(() => {
    if (pending) return;
    // A page that was just opened has its focus at the top.
    const isNew = known.current !== outcome;
    known.current = outcome;
    const isGone = held.current?.isConnected === false;
    if ((isNew || isGone) && document.activeElement === document.body) {
      const marked = ref.current?.querySelector<HTMLElement>(`[${FOCUS_TARGET_ATTRIBUTE}]`);
      (marked ?? ref.current?.querySelector("button") ?? ref.current)?.focus();
    }
  });
}
