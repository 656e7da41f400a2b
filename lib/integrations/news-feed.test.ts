import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MerchantEvent } from "@/lib/infra/live/events";
import type { News } from "@/lib/integrations/news";
import { openNewsFeed } from "@/lib/integrations/news-feed";

const event = (integrationId: string): MerchantEvent => ({ kind: "integration", merchantId: "m", integrationId });

/** A feed over a counter that stands for the database: each news carries the counter as it was when read. */
function feedOver(one: string | null = null) {
  const state = { version: 0 };
  const sent: { id: string | null; version: number }[] = [];
  const failures: unknown[] = [];
  const read = async (id: string | null): Promise<News> => {
    const { version } = state;
    await Promise.resolve();
    return { kind: "gone", integrationId: `${id ?? "all"}@${version}` };
  };
  const feed = openNewsFeed(
    one,
    read,
    (news) => {
      const [id, version] = news.kind === "gone" ? news.integrationId.split("@") : [];
      sent.push({ id: id ?? null, version: Number(version) });
    },
    (error) => failures.push(error),
  );
  return { state, sent, failures, feed };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the first change of a burst is told at once, the last one always, and few between", async () => {
  const { state, sent, feed } = feedOver();
  for (let i = 1; i <= 50; i += 1) {
    state.version = i;
    feed.tell(event("a"));
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(sent[0]).toEqual({ id: "a", version: 1 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent.at(-1)).toEqual({ id: "a", version: 50 });
  expect(sent.length).toBeLessThanOrEqual(7);
});

test("a change that comes while its row is being read is read again", async () => {
  const { state, sent, feed } = feedOver();
  feed.tell(event("a"));
  state.version = 1;
  feed.tell(event("a"));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent.at(-1)?.version).toBe(1);
});

test("the page of one integration hears of no other", async () => {
  const { sent, feed } = feedOver("a");
  feed.tell(event("b"));
  feed.tell(event("a"));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent.map(({ id }) => id)).toEqual(["a"]);
});

test("a closed feed says nothing more and leaves no timer", async () => {
  const { sent, feed } = feedOver();
  feed.tell(event("a"));
  feed.close();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test("after the database was away everything is told anew", async () => {
  const { state, sent, feed } = feedOver();
  await feed.begin();
  state.version = 7;
  feed.tell({ kind: "connected" });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([
    { id: "all", version: 0 },
    { id: "all", version: 7 },
  ]);
});
