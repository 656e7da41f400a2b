"use client";

import { useEffect } from "react";

type EarlyPress = ((event: MouseEvent) => void) & { last?: HTMLElement };

/** Presses the button again that was pressed before anything listened. */
export function ReplayEarlyPress() {
  useEffect(() => {
    const early = (window as { earlyPress?: EarlyPress }).earlyPress;
    if (!early) return;
    removeEventListener("click", early);
    early.last?.click();
    delete early.last;
  }, []);
  return null;
}
