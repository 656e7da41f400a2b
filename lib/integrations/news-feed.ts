import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { LiveSignal } from "@/lib/infra/live/listen";
import { findIntegrationRow, listIntegrations } from "@/lib/integrations/data";
import type { News } from "@/lib/integrations/news";
import { listRunViews } from "@/lib/sync/run-reads";

/** A run tells its progress more often than an eye can follow; the first news of a burst goes out at once, the others at this pace. */
const PACE_MS = 100;

type Read = (integrationId: string | null) => Promise<News>;

/** Reads what changed, within the scope of the listener. `one`: the integration that the page shows, or null for the list. */
export function newsReader(scope: MerchantScope, one: string | null): Read {
  return async (integrationId) => {
    if (integrationId === null && one === null) return { kind: "snapshot", rows: await listIntegrations(scope), run: null };
    const id = integrationId ?? one ?? "";
    const [row, runs] = await Promise.all([findIntegrationRow(scope, id), one === null ? [] : listRunViews(scope, id, 1)]);
    if (!row) return { kind: "gone", integrationId: id };
    const run = runs[0] ?? null;
    return integrationId === null ? { kind: "snapshot", rows: [row], run } : { kind: "row", row, run };
  };
}

export interface NewsFeed {
  /** Tells the feed of a committed change, or that changes may have been missed. */
  tell(signal: LiveSignal): void;
  /** Sends a snapshot; called once the listening has begun, so that nothing falls between. */
  begin(): Promise<void>;
  close(): void;
}

/** Turns events into news for one browser: at most one reading of an integration at a time, and none lost. */
export function openNewsFeed(one: string | null, read: Read, send: (news: News) => void, fail: (error: unknown) => void): NewsFeed {
  const waiting = new Map<string, NodeJS.Timeout | null>();
  const again = new Set<string>();
  let closed = false;

  async function deliver(integrationId: string): Promise<void> {
    waiting.set(integrationId, null);
    try {
      const news = await read(integrationId);
      if (closed) return;
      send(news);
      waiting.set(
        integrationId,
        setTimeout(() => settle(integrationId), PACE_MS),
      );
    } catch (error) {
      if (!closed) fail(error);
    }
  }

  function settle(integrationId: string): void {
    waiting.delete(integrationId);
    if (again.delete(integrationId)) void deliver(integrationId);
  }

  async function snapshot(): Promise<void> {
    try {
      const news = await read(null);
      if (!closed) send(news);
    } catch (error) {
      if (!closed) fail(error);
    }
  }

  return {
    tell(event) {
      if (closed) return;
      if (event.kind === "connected") return void snapshot();
      if (event.kind === "thread" || event.kind === "incident" || event.kind === "note") return send({ kind: "page" });
      if (one !== null && event.integrationId !== one) return;
      if (waiting.has(event.integrationId)) again.add(event.integrationId);
      else void deliver(event.integrationId);
    },
    begin: snapshot,
    close() {
      closed = true;
      for (const timer of waiting.values()) if (timer) clearTimeout(timer);
      waiting.clear();
    },
  };
}
