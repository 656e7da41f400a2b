"use client";

import { type RefObject, useEffect } from "react";
import { areKeysOff } from "@/components/ui/are-keys-off";
import { isTyping } from "@/components/ui/is-typing";

const KEYS = ["j", "k", "r", "c", "x"];

/**
 * `/` search, `j` and `k` move, `x` select, `r` refresh, `c` check. Only without modifiers, and never while somebody types or where they are switched off. Where rows end at a
 * `data-more` button, `j` presses it and goes on. A list without a field of its own to search in opens the palette.
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
      if (areKeysOff()) return;
      if (event.key === "/") {
        event.preventDefault();
        // At once: what is typed next is what is searched for, and no key of the list.
        if (search) search.focus();
        else document.querySelector<HTMLElement>("[data-find]")?.click();
      }
      if (!KEYS.includes(event.key)) return;
      event.preventDefault();
      import("@/components/integrations/press-list-key").then(
        // Whoever types by now is not taken back to the list.
        ({ triggerListKey }) => isTyping(document.activeElement) || triggerListKey(event.key, listRef.current),
        () => {},
      );
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [listRef, searchRef]);
}
