import { useEffect, useRef, useSyncExternalStore } from "react";
import { createLiveStore, INITIAL_STATE, type LiveState } from "@/components/live/live-store";
import { followStream } from "@/components/live/live-stream";
import type { PageTopic } from "@/lib/infra/live/page-feed";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { reuseIfUnchanged } from "@/lib/integrations/live/reuse-unchanged";
import type { RunView } from "@/lib/sync/past-runs/run-view";

/** For code loaded on demand; components use the hooks. */
export const liveStore = createLiveStore();

const addressOf = (merchantId: string, integrationId: string | null): string =>
  `/api/events?merchant=${merchantId}${integrationId === null ? "" : `&integration=${integrationId}`}`;

export function useStream(path: string, readAt: number): void {
  // Re-rendering keeps the stream open, so no event is lost.
  const since = useRef(readAt);
  const address = `${path}&since=${since.current}`;
  useEffect(() => {
    // Keeps the counter, since components compare it across pages.
    liveStore.change(({ pageNews }) => ({ ...INITIAL_STATE, pageNews }));
    return followStream(address, liveStore);
  }, [address]);
}

export const useLiveStream = (merchantId: string, integrationId: string): void => useStream(addressOf(merchantId, integrationId), 0);

/** Follows all shops for a list read at `readAt`: rows, and re-render events (`pageNews`). */
export const useListStream = (merchantId: string, readAt: number): void => useStream(addressOf(merchantId, null), readAt);

/** Follows a page rendered at `readAt`: re-render events (`pageNews`) only, no rows. */
export function usePageStream(page: { merchantId: string; integrationId: string | null; topic: PageTopic; readAt: number }): void {
  useStream(`${addressOf(page.merchantId, page.integrationId)}&page=${page.topic}`, page.readAt);
}

export function useLive<Selected>(select: (state: LiveState) => Selected): Selected {
  return useSyncExternalStore(
    liveStore.subscribe,
    () => select(liveStore.read()),
    () => select(INITIAL_STATE),
  );
}

/** The rendered or the streamed row, whichever is newer. */
export function useLiveRow(initial: IntegrationRow): IntegrationRow {
  return useLive((state) => {
    const live = state.rows.get(initial.id);
    return live && live.readAt >= initial.readAt ? reuseIfUnchanged(initial, live) : initial;
  });
}

export function useLiveRun(initial: RunView | null, integrationId: string): RunView | null {
  const live = useLive((state) => state.run);
  if (live?.integrationId !== integrationId) return initial;
  if (!initial) return live;
  return initial.readAt > live.readAt ? initial : reuseIfUnchanged(initial, live);
}
