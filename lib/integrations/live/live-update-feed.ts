import type { Tone } from "@/lib/health/lane/tone";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { LiveSignal } from "@/lib/infra/live/listen";
import { paced } from "@/lib/infra/live/paced";
import { findIntegrationRow } from "@/lib/integrations/data";
import { readTones } from "@/lib/integrations/list/list-reads";
import type { LiveUpdate } from "@/lib/integrations/live/live-update";
import { rowTone } from "@/lib/integrations/story";
import { listRunViews } from "@/lib/sync/past-runs/run-reads";

/** Minimum interval between updates of a row; the first of a burst is sent at once. */
const PACE_MS = 100;
/** Minimum interval between reads of lists and counts. */
const PAGE_PACE_MS = 1_000;

type Read = (integrationId: string) => Promise<LiveUpdate>;

/** Reads the current row of an integration in the listener's scope; `withRun`: with its newest run. */
export function updateReader(scope: MerchantScope, withRun: boolean): Read {
  return (integrationId) =>
    readMerchant(scope, async (reader) => {
      const row = await findIntegrationRow(reader, integrationId);
      if (!row) return { kind: "gone", integrationId };
      const [run = null] = withRun ? await listRunViews(reader, integrationId, 1) : [];
      return { kind: "row", row, run };
    });
}

export const tonesReader = (scope: MerchantScope) => (): Promise<Map<string, Tone>> => readTones(scope, null);

export interface UpdateFeed {
  /** Reports a committed change, or that changes may have been missed. */
  notify(signal: LiveSignal): void;
  /** Called once listening has started, so that no change is lost. */
  begin(): Promise<void>;
  close(): void;
}

/** Turns events into updates for one browser, with at most one concurrent read per integration. */
function openRows(read: Read, send: (news: LiveUpdate) => void, fail: (error: unknown) => void) {
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

  return {
    notify(integrationId: string): void {
      if (closed) return;
      if (waiting.has(integrationId)) again.add(integrationId);
      else void deliver(integrationId);
    },
    close(): void {
      closed = true;
      for (const timer of waiting.values()) if (timer) clearTimeout(timer);
      waiting.clear();
    },
  };
}

const isOfPage = (signal: LiveSignal): boolean => signal.kind === "thread" || signal.kind === "incident" || signal.kind === "note";

/** Updates of one integration for its page: its row and run on connect, then every change. */
export function openShopFeed(one: string, read: Read, send: (news: LiveUpdate) => void, fail: (error: unknown) => void): UpdateFeed {
  const rows = openRows(read, send, fail);
  return {
    notify(signal) {
      if (isOfPage(signal)) send({ kind: "page" });
      else if (signal.kind === "connected" || ("integrationId" in signal && signal.integrationId === one)) rows.notify(one);
    },
    begin: async () => rows.notify(one),
    close: () => rows.close(),
  };
}

interface ListFeedParts {
  read: Read;
  readTones: () => Promise<Map<string, Tone>>;
  /** Whether a change may have been committed before the page started listening. */
  mayHaveMissedUpdates: () => boolean;
  send: (news: LiveUpdate) => void;
  fail: (error: unknown) => void;
}

/**
 * Updates of all shops for a list that shows some: rows as they change, and a re-render event when a shop was added, removed or changed its
 * tone, which affects counts, order and groups.
 */
export function openListFeed({ read, readTones, mayHaveMissedUpdates, send, fail }: ListFeedParts): UpdateFeed {
  let tones = new Map<string, Tone>();
  let closed = false;
  const page = paced(PAGE_PACE_MS, () => send({ kind: "page" }));

  const rows = openRows(
    read,
    (news) => {
      send(news);
      if (news.kind !== "row" && news.kind !== "gone") return;
      const [id, tone] = news.kind === "row" ? [news.row.id, rowTone(news.row)] : [news.integrationId, undefined];
      if (tones.get(id) === tone) return;
      if (tone) tones.set(id, tone);
      else tones.delete(id);
      page.run();
    },
    fail,
  );

  const load = async (): Promise<void> => {
    try {
      tones = await readTones();
    } catch (error) {
      if (!closed) fail(error);
    }
  };

  return {
    notify(signal) {
      if (closed) return;
      if (signal.kind === "connected") void load().then(page.run);
      else if (isOfPage(signal)) page.run();
      else if ("integrationId" in signal) rows.notify(signal.integrationId);
    },
    async begin() {
      await load();
      if (mayHaveMissedUpdates()) page.run();
    },
    close() {
      closed = true;
      page.close();
      rows.close();
    },
  };
}
