"use client";

import { quarterOf, useMilestones } from "@/components/ui/use-milestones";

/** Announces the start, each quarter and the end of a visible progress bar to screen readers. */
export function SpokenProgress({ words, done, total }: { words: string; done: number; total: number }) {
  return (
    <p role="status" className="sr-only">
      {useMilestones(words, quarterOf(done, total))}
    </p>
  );
}
