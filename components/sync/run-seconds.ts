import type { RunView } from "@/lib/sync/past-runs/run-view";

/** Seconds that a run took, at least the tenth that is shown; null before it has ended. */
export function secondsOf({ startedAt, finishedAt }: Pick<RunView, "startedAt" | "finishedAt">): number | null {
  return startedAt && finishedAt ? Math.max(0.1, (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000) : null;
}
