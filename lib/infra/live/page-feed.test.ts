import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openPageFeed } from "@/lib/infra/live/page-feed";

const run = (integrationId: string) => ({ kind: "run" as const, merchantId: "m", integrationId, runId: "r" });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the first change of a burst is sent at once, the last one always, and few in between", () => {
  const send = vi.fn();
  const feed = openPageFeed({ topic: "orders", one: null }, send);
  feed.notify(run("a"));
  expect(send).toHaveBeenCalledTimes(1);
  for (let i = 0; i < 100; i += 1) {
    feed.notify(run("a"));
    vi.advanceTimersByTime(100);
  }
  expect(send.mock.calls.length).toBeLessThanOrEqual(6);
  const before = send.mock.calls.length;
  feed.notify(run("a"));
  vi.advanceTimersByTime(2_000);
  expect(send.mock.calls.length).toBe(before + 1);
  vi.advanceTimersByTime(60_000);
  expect(send.mock.calls.length).toBe(before + 1);
});

test("a page receives only changes of what it shows, and always the signal that changes may have been missed", () => {
  const send = vi.fn();
  const incidents = openPageFeed({ topic: "page", one: null }, send);
  incidents.notify(run("a"));
  expect(send).not.toHaveBeenCalled();
  const order = openPageFeed({ topic: "orders", one: "a" }, send);
  order.notify(run("b"));
  expect(send).not.toHaveBeenCalled();
  order.notify({ kind: "connected" });
  expect(send).toHaveBeenCalledTimes(1);
});

test("nothing is sent after closing", () => {
  const send = vi.fn();
  const feed = openPageFeed({ topic: "orders", one: null }, send);
  feed.notify(run("a"));
  feed.notify(run("a"));
  feed.close();
  vi.advanceTimersByTime(60_000);
  feed.notify(run("a"));
  expect(send).toHaveBeenCalledTimes(1);
});
