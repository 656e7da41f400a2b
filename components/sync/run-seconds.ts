import type { RunView } from "@/lib/sync/past-runs/run-view";

/** Duration of a run in seconds, at least the 0.1 that is shown; null while active. */
export function secondsOf({ startedAt, finishedAt }: Pick<RunView, "startedAt" | "finishedAt">): number | null {
  return startedAt && finishedAt ? Math.max(0.1, (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000) : null;
}
