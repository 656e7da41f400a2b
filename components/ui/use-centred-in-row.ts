import { type RefObject, useEffect, useRef } from "react";

/** Scrolls a `.tab-row` sideways until the chosen tab is in its middle. `scrollIntoView` would move the page as well. */
export function useCentredInRow<Tab extends HTMLElement>(isChosen: boolean): RefObject<Tab | null> {
  const ref = useRef<Tab>(null);
  useEffect(() => {
    const tab = ref.current;
    const row = tab?.closest<HTMLElement>(".tab-row");
    if (!isChosen || !tab || !row) return;
    const { left, width } = tab.getBoundingClientRect();
    row.scrollLeft += left + width / 2 - (row.getBoundingClientRect().left + row.clientWidth / 2);
  }, [isChosen]);
  return ref;
}
