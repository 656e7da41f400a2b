"use client";

import { quarterOf, useMilestones } from "@/components/ui/use-milestones";

/** Beside a bar whose words are seen: tells a screen reader the start, each quarter and the end. */
export function SpokenProgress({ words, done, total }: { words: string; done: number; total: number }) {
  return (
    <p role="status" className="sr-only">
      {useMilestones(words, quarterOf(done, total))}
    </p>
  );
}
