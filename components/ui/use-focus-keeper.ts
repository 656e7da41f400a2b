import { type RefObject, useEffect, useRef } from "react";
import { FOCUS_TARGET_ATTRIBUTE } from "@/components/ui/focus-target";

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
    // A page that was just opened keeps its focus at the top.
    const isNew = known.current !== outcome;
    known.current = outcome;
    const isGone = held.current?.isConnected === false;
    if ((isNew || isGone) && document.activeElement === document.body) {
      const marked = ref.current?.querySelector<HTMLElement>(`[${FOCUS_TARGET_ATTRIBUTE}]`);
      (marked ?? ref.current?.querySelector("button") ?? ref.current)?.focus();
    }
  });
}
