import { useCallback, useRef, useState } from "react";

/** Selected rows. `shown`: ids of the page, in order. Updates and pagination never change the selection. */
export function useSelection(shown: readonly string[]) {
  /** Ids selected individually, on this and other pages. */
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  /** Whether all rows that match the filter are selected, on every page. */
  const [matching, setMatching] = useState(false);
  const last = useRef<string | null>(null);
  const order = useRef(shown);
  order.current = shown;

  /** With `range`, selects from the previously clicked row to this one. */
  const toggle = useCallback((id: string, range: boolean) => {
    const from = last.current;
    last.current = id;
    setMatching(false);
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
  const setShown = useCallback((selected: boolean) => {
    setMatching(false);
    setIds((before) =>
      selected ? new Set([...before, ...order.current]) : new Set([...before].filter((id) => !order.current.includes(id))),
    );
  }, []);
  const selectMatching = useCallback(() => {
    setMatching(true);
    setIds((before) => new Set([...before, ...order.current]));
  }, []);
  const clear = useCallback(() => {
    setMatching(false);
    setIds(new Set());
  }, []);
  return { ids, matching, toggle, setShown, selectMatching, clear };
}
