"use client";

import { useCallback, useRef, useState } from "react";

export interface Selection {
  ids: ReadonlySet<string>;
  /** `range` takes everything from the row pressed before to this one. */
  toggle: (id: string, range: boolean) => void;
  setAll: (ids: readonly string[]) => void;
  clear: () => void;
}

/** Which rows are selected; `shown` are the ids in the order in which they stand. News change rows, never the selection. */
export function useSelection(shown: readonly string[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const order = useRef(shown);
  order.current = shown;

  const toggle = useCallback((id: string, range: boolean) => {
    const from = last.current;
    last.current = id;
    setIds((before) => {
      const next = new Set(before);
      const select = !before.has(id);
      const [a, b] = [order.current.indexOf(from ?? id), order.current.indexOf(id)];
      const met = range && a >= 0 && b >= 0 ? order.current.slice(Math.min(a, b), Math.max(a, b) + 1) : [id];
      for (const one of met) {
        if (select) next.add(one);
        else next.delete(one);
      }
      return next;
    });
  }, []);
  const setAll = (all: readonly string[]) => setIds(new Set(all));
  const clear = useCallback(() => setIds(new Set()), []);
  return { ids, toggle, setAll, clear };
}
