import { useLayoutEffect, useRef, useState } from "react";

/**
 * How many rows of a group are shown. It stands in the entry of the history, also after a page that was read anew has written that entry: the
 * way back shows as many, and leads to where one was.
 */
export function useShownRows(group: string, atFirst: number) {
  const [shown, setShown] = useState(atFirst);
  const isRead = useRef(false);
  useLayoutEffect(() => {
    const kept = history.state?.[group] ?? atFirst;
    if (!isRead.current) setShown(kept);
    else if (kept !== shown) history.replaceState({ ...history.state, [group]: shown }, "");
    isRead.current = true;
  });
  return [shown, setShown] as const;
}
