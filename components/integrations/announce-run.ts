import type { LiveState, LiveStore } from "@/components/live/live-store";

/** A run that a click started or joined. `at`: server time of the commit; rows read later include the run. */
export interface TriggeredRun {
  integrationId: string;
  runId: string;
  at: number;
}

/** Whether events already reported the end of the run: they may arrive before the action's response. */
function isOver({ rows, gone }: LiveState, { integrationId, runId, at }: TriggeredRun): boolean {
  const row = rows.get(integrationId);
  return gone.has(integrationId) || (row !== undefined && row.readAt >= at && row.run?.id !== runId);
}

const followed = new Map<string, () => void>();

/** Stops announcing an earlier run of this shop. */
export function dropRun(integrationId: string): void {
  followed.get(integrationId)?.();
  followed.delete(integrationId);
}

export type RunEnd = "succeeded" | "failed" | "ended";

/** Derived from the lane's state since the click; a run whose worker or shop is gone counts as ended. */
function endOf({ rows }: LiveState, { integrationId, at }: TriggeredRun): RunEnd {
  const lane = rows.get(integrationId)?.lanes.orders_in;
  const isSince = (instant: string | null | undefined): boolean => instant != null && Date.parse(instant) >= at;
  if (isSince(lane?.lastFailedAt)) return "failed";
  return isSince(lane?.lastSuccessAt) ? "succeeded" : "ended";
}

/**
 * Announces an active run and, once events report it, its end; if it is already over, only the end. `ended` is null where the page shows
 * the outcome.
 */
export function announceRun(
  store: Pick<LiveStore, "read" | "subscribe">,
  run: TriggeredRun,
  spoken: { running: string; ended: ((end: RunEnd) => string) | null },
  announce: (spoken: string | null) => void,
): void {
  dropRun(run.integrationId);
  const isOverNow = isOver(store.read(), run);
  const endText = (): string | null => spoken.ended?.(endOf(store.read(), run)) ?? null;
  announce(isOverNow ? endText() : spoken.running);
  if (isOverNow) return;
  const update = (): void => {
    if (!isOver(store.read(), run)) return;
    dropRun(run.integrationId);
    announce(endText());
  };
  followed.set(run.integrationId, store.subscribe(update));
}
