import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Tone } from "@/lib/health/lane/tone";
import type { MerchantEvent } from "@/lib/infra/live/events";
import type { LiveUpdate } from "@/lib/integrations/live/live-update";
import { openListFeed, openShopFeed } from "@/lib/integrations/live/live-update-feed";
import { listRow, openIncident } from "@/lib/testing/list-row";

const event = (integrationId: string): MerchantEvent => ({ kind: "integration", merchantId: "m", integrationId });

/** A feed over shops, given as tones and a version instead of a database; null is a disconnected shop. */
function feedOver(shops: Record<string, Tone | null>, { one = null as string | null, mayHaveMissed = false } = {}) {
  const state = { version: 0, mayHaveMissed };
  const sent: string[] = [];
  const failures: unknown[] = [];
  const read = async (id: string): Promise<LiveUpdate> => {
    const { version } = state;
    const tone = shops[id];
    await Promise.resolve();
    if (!tone) return { kind: "gone", integrationId: id };
    const incident = tone === "recovering" ? openIncident("orders_in", "throttled") : null;
    return { kind: "row", row: listRow(id, { readAt: version, incident }), run: null };
  };
  const send = (update: LiveUpdate) =>
    void sent.push(
      update.kind === "row"
        ? `${update.row.id}@${update.row.readAt}`
        : update.kind === "gone"
          ? `${update.integrationId} gone`
          : update.kind,
    );
  const fail = (error: unknown) => void failures.push(error);
  const known = () => new Map(Object.entries(shops).flatMap(([id, tone]) => (tone ? [[id, tone] as const] : [])));
  const feed = one
    ? openShopFeed(one, read, send, fail)
    : openListFeed({ read, readTones: async () => known(), mayHaveMissedUpdates: () => state.mayHaveMissed, send, fail });
  return { state, shops, sent, failures, feed };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the first change of a burst is sent at once, the last one always, and few in between", async () => {
  const { state, sent, feed } = feedOver({ a: "healthy" });
  await feed.begin();
  for (let i = 1; i <= 50; i += 1) {
    state.version = i;
    feed.notify(event("a"));
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(sent[0]).toBe("a@1");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent.at(-1)).toBe("a@50");
  expect(sent.length).toBeLessThanOrEqual(7);
});

test("a row that changes while it is read is read again", async () => {
  const { state, sent, feed } = feedOver({ a: "healthy" });
  await feed.begin();
  feed.notify(event("a"));
  state.version = 1;
  feed.notify(event("a"));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent.at(-1)).toBe("a@1");
});

test("a list gets a reload signal exactly when a shop changes its tone, is added or is removed", async () => {
  const { shops, sent, feed } = feedOver({ a: "healthy", b: "healthy" });
  await feed.begin();
  feed.notify(event("a"));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(sent).toEqual(["a@0"]);
  shops["a"] = "recovering";
  feed.notify(event("a"));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(sent.splice(0)).toEqual(["a@0", "a@0", "page"]);
  shops["c"] = "healthy";
  feed.notify(event("c"));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(sent.splice(0)).toEqual(["c@0", "page"]);
  shops["b"] = null;
  feed.notify(event("b"));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(sent).toEqual(["b gone", "page"]);
});

test("a hundred shops that change their tone at once reload the list twice, at last with all of them", async () => {
  const ids = Array.from({ length: 100 }, (_, index) => `shop ${index}`);
  const { shops, sent, feed } = feedOver(Object.fromEntries(ids.map((id) => [id, "healthy" as Tone])));
  await feed.begin();
  for (const id of ids) {
    shops[id] = "recovering";
    feed.notify(event(id));
  }
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent.filter((update) => update === "page")).toHaveLength(2);
  expect(sent.lastIndexOf("page")).toBe(sent.length - 1);
});

test("a list reloads on connecting only if it may lack a change, and after the database connection was lost", async () => {
  const fresh = feedOver({ a: "healthy" });
  await fresh.feed.begin();
  expect(fresh.sent).toEqual([]);
  fresh.feed.notify({ kind: "connected" });
  await vi.advanceTimersByTimeAsync(100);
  expect(fresh.sent).toEqual(["page"]);
  const late = feedOver({ a: "healthy" }, { mayHaveMissed: true });
  await late.feed.begin();
  expect(late.sent).toEqual(["page"]);
});

test("a shop's page gets its row on connecting and after the database connection was lost, and no other shop's", async () => {
  const { state, sent, feed } = feedOver({ a: "healthy", b: "healthy" }, { one: "a" });
  await feed.begin();
  await vi.advanceTimersByTimeAsync(1_000);
  feed.notify(event("b"));
  feed.notify(event("a"));
  await vi.advanceTimersByTimeAsync(1_000);
  state.version = 7;
  feed.notify({ kind: "connected" });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual(["a@0", "a@0", "a@7"]);
});

test("a closed feed sends nothing and leaves no timer", async () => {
  const { sent, feed } = feedOver({ a: null });
  await feed.begin();
  feed.notify(event("a"));
  feed.close();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
