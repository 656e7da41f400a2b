import type { LiveState, LiveStore } from "@/components/live/live-store";

/** A run that a press started or joined. `at`: the server's clock once that was committed: a row that was read later knows of it. */
export interface TriggeredRun {
  integrationId: string;
  runId: string;
  at: number;
}

/** Whether the news told its end: the answer to a press may well come after them. */
function isOver({ rows, gone }: LiveState, { integrationId, runId, at }: TriggeredRun): boolean {
  const row = rows.get(integrationId);
  return gone.has(integrationId) || (row !== undefined && row.readAt >= at && row.run?.id !== runId);
}

const followed = new Map<string, () => void>();

/** Ends what is still to be told of a press for this shop: the next one has its own answer. */
export function dropRun(integrationId: string): void {
  followed.get(integrationId)?.();
  followed.delete(integrationId);
}

/** How a run ended. */
export type RunEnd = "succeeded" | "failed" | "ended";

/** By what its lane says happened since the press; a run that was taken from its worker, or went with its shop, has merely ended. */
function endOf({ rows }: LiveState, { integrationId, at }: TriggeredRun): RunEnd {
  const lane = rows.get(integrationId)?.lanes.orders_in;
  const isSince = (instant: string | null | undefined): boolean => instant != null && Date.parse(instant) >= at;
  if (isSince(lane?.lastFailedAt)) return "failed";
  return isSince(lane?.lastSuccessAt) ? "succeeded" : "ended";
}

/** Announces that a run goes on, and how it ended once the news say so; only the latter where they did already. `ended` null: the page shows it. */
export function announceRun(
  store: Pick<LiveStore, "read" | "subscribe">,
  run: TriggeredRun,
  words: { goesOn: string; ended: ((end: RunEnd) => string) | null },
  announce: (words: string | null) => void,
): void {
  dropRun(run.integrationId);
  const isOverNow = isOver(store.read(), run);
  const endWords = (): string | null => words.ended?.(endOf(store.read(), run)) ?? null;
  announce(isOverNow ? endWords() : words.goesOn);
  if (isOverNow) return;
  const update = (): void => {
    if (!isOver(store.read(), run)) return;
    dropRun(run.integrationId);
    announce(endWords());
  };
  followed.set(run.integrationId, store.subscribe(update));
}
