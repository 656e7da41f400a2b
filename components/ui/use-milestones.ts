"use client";

import { useEffect, useRef, useState } from "react";

const PAUSE_MS = 15_000;

/**
 * Words that change with each of many small steps, as a screen reader is to tell them: when `milestone` changes, and now and then in between. They
 * come a moment after the region they are put into, since one that comes with its words is often not read.
 */
export function useMilestones(words: string, milestone: string): string {
  const newest = useRef(words);
  const [announced, announce] = useState("");
  useEffect(() => {
    newest.current = words;
  }, [words]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a milestone is a reason to tell.
  useEffect(() => {
    const announceNewest = () => announce(newest.current);
    announceNewest();
    const timer = setInterval(announceNewest, PAUSE_MS);
    return () => clearInterval(timer);
  }, [milestone]);
  return announced;
}

/** The quarter that `done` of `total` is in. */
export const quarterOf = (done: number, total: number | null): string => (total ? String(Math.floor((4 * done) / total)) : "");
