"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import { createLiveStore, INITIAL_STATE, type LiveState } from "@/components/live/live-store";
import { followStream } from "@/components/live/live-stream";
import type { PageTopic } from "@/lib/infra/live/page-feed";
import { reuseIfUnchanged } from "@/lib/integrations/reuse-unchanged";
import type { IntegrationRow } from "@/lib/integrations/row";
import type { RunView } from "@/lib/sync/past-runs/run-view";

/** For what is loaded with a press; components read it by the hooks. */
export const liveStore = createLiveStore();

const addressOf = (merchantId: string, integrationId: string | null): string =>
  `/api/events?merchant=${merchantId}${integrationId === null ? "" : `&integration=${integrationId}`}`;

/** Follows the stream at the address while the component is on the page. */
export function useStream(address: string): void {
  useEffect(() => {
    // How often there were news only grows: whoever counts them on the next page counts on.
    liveStore.change(({ pageNews }) => ({ ...INITIAL_STATE, pageNews }));
    return followStream(address, liveStore);
  }, [address]);
}

/** Follows the news of one integration, with its run. */
export const useLiveStream = (merchantId: string, integrationId: string): void =>
  useStream(`${addressOf(merchantId, integrationId)}&since=0`);

/** Follows the news of all shops for a list that was read at `readAt`: rows, and that the page is to be read anew (`pageNews`). */
export function useListStream(merchantId: string, readAt: number): void {
  // Reading the page anew keeps the stream: what it tells meanwhile is heard.
  const since = useRef(readAt);
  useStream(`${addressOf(merchantId, null)}&since=${since.current}`);
}

/** The same for a page that the server rendered at `readAt`: it hears that there are news (`pageNews`), and no rows. */
export function usePageStream({
  merchantId,
  integrationId,
  topic,
  readAt,
}: {
  merchantId: string;
  integrationId: string | null;
  topic: PageTopic;
  readAt: number;
}): void {
  // Reading the page anew keeps the stream: what it tells meanwhile is heard.
  const since = useRef(readAt);
  useStream(`${addressOf(merchantId, integrationId)}&page=${topic}&since=${since.current}`);
}

export function useLive<Selected>(select: (state: LiveState) => Selected): Selected {
  return useSyncExternalStore(
    liveStore.subscribe,
    () => select(liveStore.read()),
    () => select(INITIAL_STATE),
  );
}

/** The newer of the row that came with the page and the one that the stream told. */
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
