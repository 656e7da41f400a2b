"use client";

import { type RefObject, useEffect } from "react";
import { isTyping } from "@/components/ui/is-typing";

/** `/` search, `j` and `k` move, `x` select, `r` refresh, `c` check. Only without modifiers, and never while somebody types. */
export function useListKeys(listRef: RefObject<HTMLElement | null>, searchRef: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target)) {
        if (event.key === "Escape" && event.target === searchRef.current) searchRef.current?.blur();
        return;
      }
      const rows = [...(listRef.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      const at = rows.findIndex((row) => row.contains(document.activeElement));
      const focus = (index: number) => rows[index]?.querySelector<HTMLElement>("[data-row-link]")?.focus();
      const click = (selector: string) => rows[at]?.querySelector<HTMLElement>(selector)?.click();
      const acts: Readonly<Record<string, () => void>> = {
        "/": () => searchRef.current?.focus(),
        j: () => focus(Math.min(at + 1, rows.length - 1)),
        k: () => focus(Math.max(at - 1, 0)),
        r: () => click("[data-refresh]"),
        c: () => click("[data-check]"),
        x: () => click("[data-select]"),
      };
      const act = acts[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [listRef, searchRef]);
}
