"use client";

import { useEffect, useRef, useState } from "react";

const PAUSE_MS = 15_000;

/**
 * Throttles the text of a live region: announces it when `milestone` changes and at intervals in between. The first text is delayed,
 * because screen readers often skip text inserted together with its region.
 */
export function useMilestones(text: string, milestone: string): string {
  const newest = useRef(text);
  const [announced, announce] = useState("");
  useEffect(() => {
    newest.current = text;
  }, [text]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new milestone triggers an announcement
  useEffect(() => {
    const announceNewest = () => announce(newest.current);
    announceNewest();
    const timer = setInterval(announceNewest, PAUSE_MS);
    return () => clearInterval(timer);
  }, [milestone]);
  return announced;
}

/** The quarter (0–4) of `total` that `done` has reached. */
export const quarterOf = (done: number, total: number | null): string => (total ? String(Math.floor((4 * done) / total)) : "");

/** Announces the start, each quarter and the end of a visible progress bar to screen readers. */
export function SpokenProgress({ text, done, total }: { text: string; done: number; total: number }) {
  return (
    <p role="status" className="sr-only">
      {useMilestones(text, quarterOf(done, total))}
    </p>
  );
}
