"use client";

import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { cn } from "@/components/ui/class-names";
import { FOCUS_TARGET_ATTRIBUTE } from "@/components/ui/focus-target";

interface FocusKeeperProps {
  /** Changes when an entry was removed, for actions that finish before the entry disappears. */
  outcome?: unknown;
  className?: string;
  children: ReactNode;
}

/**
 * Keeps the focus when a server render removes the focused button or link: moves it to the `focusTarget`, to the first remaining button, or
 * to this element.
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

/**
 * When an action removed its own button, moves the focus to the `focusTarget`, else to the first remaining button in `ref`, else to `ref`
 * itself. `outcome` changes with the action; the button may disappear later, by the event stream, or earlier, while the action is `pending`.
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
    // Leave the focus of a page that was just opened at the top.
    const isNew = known.current !== outcome;
    known.current = outcome;
    const isGone = held.current?.isConnected === false;
    if ((isNew || isGone) && document.activeElement === document.body) {
      const marked = ref.current?.querySelector<HTMLElement>(`[${FOCUS_TARGET_ATTRIBUTE}]`);
      (marked ?? ref.current?.querySelector("button") ?? ref.current)?.focus();
    }
  });
}
