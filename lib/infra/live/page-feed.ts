import type { MerchantEvent } from "@/lib/infra/live/events";
import type { LiveSignal } from "@/lib/infra/live/listen";
import { paced } from "@/lib/infra/live/paced";

/** The minimum interval between two refreshes of a page. */
const PACE_MS = 2_000;

/** The changes that a page shows: orders and their parcels, or everything else. */
export const PAGE_TOPICS = ["orders", "page"] as const;
export type PageTopic = (typeof PAGE_TOPICS)[number];

const EVENTS_OF_TOPIC: Readonly<Record<PageTopic, readonly MerchantEvent["kind"][]>> = {
  orders: ["run", "integration", "note"],
  page: ["integration", "thread", "incident", "note", "erasure"],
};

/** Signals that a server-rendered page must be read again. `one`: the integration that the page shows; null for all. */
export function openPageFeed({ topic, one }: { topic: PageTopic; one: string | null }, send: () => void) {
  const refresh = paced(PACE_MS, send);
  return {
    notify(signal: LiveSignal): void {
      if (signal.kind !== "connected") {
        if (!EVENTS_OF_TOPIC[topic].includes(signal.kind)) return;
        if (one !== null && "integrationId" in signal && signal.integrationId !== one) return;
      }
      refresh.run();
    },
    close: refresh.close,
  };
}
