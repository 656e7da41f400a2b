"use client";

import { useEffect } from "react";
import { MINUTE_MS } from "@/lib/base/units";

const EVERY_MS = MINUTE_MS;
const KINDS = ["pointerdown", "keydown"] as const;

/** Reports user input at most once a minute, so that automatic requests of a page do not keep an idle session alive. */
export function Activity() {
  useEffect(() => {
    // Opening the document has already counted as activity.
    let last = Date.now();
    const report = () => {
      if (Date.now() - last < EVERY_MS) return;
      last = Date.now();
      navigator.sendBeacon("/api/activity");
    };
    for (const kind of KINDS) addEventListener(kind, report, { passive: true, capture: true });
    return () => {
      for (const kind of KINDS) removeEventListener(kind, report, { capture: true });
    };
  }, []);
  return null;
}
