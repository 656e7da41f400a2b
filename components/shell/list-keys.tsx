"use client";

import { useEffect } from "react";
import { areSingleKeysOff, isTyping } from "@/components/ui/single-keys";

/**
 * `/` searches, `j`/`k` move, `e` opens; on shop rows `x` selects, `r` refreshes, `c` checks; in support's queue `a` assigns, `s` snoozes, `w` writes.
 * Only without modifiers and outside text fields, unless switched off. After the last row comes the link to the next page. On a page without a search field, `/` opens the palette.
 */
export function ListKeys() {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const search = document.querySelector<HTMLInputElement>('main input[type="search"]');
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
      } else if (triggerListKey(event.key)) event.preventDefault();
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return null;
}

function triggerListKey(key: string): boolean {
  const stops = [...document.querySelectorAll<HTMLElement>("main [data-row], main [data-more]")];
  // Of rows within rows, the innermost.
  const at = stops.findLastIndex((stop) => stop.contains(document.activeElement));
  const focus = (stop: HTMLElement | undefined) => (stop?.querySelector<HTMLElement>("[data-row-link], a[href]") ?? stop)?.focus();
  const click = (selector: string) => stops[at]?.querySelector<HTMLElement>(selector)?.click();
  const acts: Readonly<Record<string, () => void>> = {
    j: () => focus(stops[Math.min(at + 1, stops.length - 1)]),
    k: () => focus(stops[Math.max(at - 1, 0)]),
    r: () => click("[data-refresh]"),
    c: () => click("[data-check]"),
    x: () => click("[data-select]"),
    a: () => click("[data-assign]"),
    s: () => click("[data-snooze]"),
    w: () => click("[data-write]"),
    e: () => click("[data-row-link]"),
  };
  acts[key]?.();
  return key in acts;
}
