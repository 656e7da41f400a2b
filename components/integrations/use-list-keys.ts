"use client";

import { type RefObject, useEffect } from "react";
import { areSingleKeysOff } from "@/components/ui/are-single-keys-off";
import { isTyping } from "@/components/ui/is-typing";

/**
 * `/` search, `j`/`k` move, `x` select, `r` refresh, `c` check. Only without modifiers and outside text fields, unless switched off. After the
 * last row comes the link to the next page. A list without a search field opens the palette.
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

/** Runs the command of a key on the rows of `list`. @returns whether the key is a command */
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
