"use client";

import { type RefObject, useEffect } from "react";
import { areSingleKeysOff } from "@/components/ui/are-single-keys-off";
import { isTyping } from "@/components/ui/is-typing";

/**
 * `/` search, `j` and `k` move, `x` select, `r` refresh, `c` check. Only without modifiers, and never while a person types or where they are
 * switched off. Behind the last row stands the link to the next page. A list without a search field of its own opens the palette.
 */
export function useListKeys(listRef: RefObject<HTMLElement | null>, searchRef?: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const search = searchRef?.current;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target)) {
        if (event.key === "Escape" && event.target === search) search?.blur();
        return;
      }
      if (areSingleKeysOff()) return;
      if (event.key === "/") {
        event.preventDefault();
        if (search) search.focus();
        else document.querySelector<HTMLElement>("[data-find]")?.click();
      } else if (triggerListKey(event.key, listRef.current)) event.preventDefault();
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [listRef, searchRef]);
}

/** Does what the key stands for in the rows of `list`. @returns whether it stands for anything */
function triggerListKey(key: string, list: HTMLElement | null): boolean {
  const stops = [...(list?.querySelectorAll<HTMLElement>("[data-row],[data-more]") ?? [])];
  const at = stops.findIndex((stop) => stop.contains(document.activeElement));
  const focus = (stop: HTMLElement | undefined) => (stop?.querySelector<HTMLElement>("[data-row-link]") ?? stop)?.focus();
  const click = (selector: string) => stops[at]?.querySelector<HTMLElement>(selector)?.click();
  const acts: Readonly<Record<string, () => void>> = {
    j: () => focus(stops[Math.min(at + 1, stops.length - 1)]),
    k: () => focus(stops[Math.max(at - 1, 0)]),
    r: () => click("[data-refresh]"),
    c: () => click("[data-check]"),
    x: () => click("[data-select]"),
  };
  acts[key]?.();
  return key in acts;
}
