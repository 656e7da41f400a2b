import { expect, test } from "vitest";
import { askPatiently, waitAfterLimit } from "@/lib/connectors/http/wait-out-limits";
import type { ShopClient, ShopFailure } from "@/lib/connectors/shop";

const limit = (retryAfterSeconds: number | null, more: Partial<ShopFailure> = {}): ShopFailure => ({
  code: "rate_limited",
  status: 429,
  retryAfterSeconds,
  detail: "",
  ...more,
});

test("a rate limit is waited out as the shop says, up to a minute, and with growing delays if it says nothing", () => {
  expect([0, 1, 2, 3].map((inARow) => waitAfterLimit(limit(null), inARow))).toEqual([2_000, 4_000, 8_000, null]);
  expect([0, 1, 2, 3].map((inARow) => waitAfterLimit(limit(7), inARow))).toEqual([7_000, 7_000, 7_000, null]);
  expect([0, 60, 61].map((seconds) => waitAfterLimit(limit(seconds), 0))).toEqual([1_000, 60_000, null]);
});

test("a 503 with a short Retry-After counts as a rate limit; maintenance and failures do not", () => {
  expect(waitAfterLimit(limit(5, { code: "maintenance", status: 503 }), 0)).toBe(5_000);
  expect(waitAfterLimit(limit(600, { code: "maintenance", status: 503 }), 0)).toBeNull();
  expect(waitAfterLimit(limit(null, { code: "maintenance", status: 503 }), 0)).toBeNull();
  expect(waitAfterLimit(limit(5, { code: "server_error", status: 503 }), 0)).toBeNull();
  expect(waitAfterLimit(limit(5, { code: "blocked", status: 429 }), 0)).toBeNull();
});

/** A client that records its waits, and a shop that refuses the first `refusals` requests. */
function limitedShop(refusals: number, mayWait: boolean | null) {
  const waits: number[] = [];
  let asked = 0;
  const client: ShopClient = {
    baseUrl: "https://shop.example",
    ...(mayWait === null ? {} : { waitOut: async (ms: number) => waits.push(ms) > 0 && mayWait }),
    send: () => Promise.reject(new Error("not asked")),
  };
  const ask = async (): Promise<{ ok: true } | { ok: false; failure: ShopFailure }> => {
    asked += 1;
    return asked > refusals ? { ok: true } : { ok: false, failure: limit(3) };
  };
  return { client, ask, waits, asked: () => asked };
}

test("a read is repeated when the limit has passed, three times in a row at most", async () => {
  const twice = limitedShop(2, true);
  expect(await askPatiently(twice.client, "GET", twice.ask)).toEqual({ ok: true });
  expect(twice.waits).toEqual([3_000, 3_000]);
  const always = limitedShop(99, true);
  expect(await askPatiently(always.client, "GET", always.ask)).toMatchObject({ ok: false, failure: { code: "rate_limited" } });
  expect([always.asked(), always.waits.length]).toEqual([4, 3]);
});

test("a write is never repeated, and a caller that may not wait does not wait", async () => {
  const post = limitedShop(1, true);
  expect(await askPatiently(post.client, "POST", post.ask)).toMatchObject({ ok: false });
  const stopping = limitedShop(1, false);
  expect(await askPatiently(stopping.client, "GET", stopping.ask)).toMatchObject({ ok: false });
  const probe = limitedShop(1, null);
  expect(await askPatiently(probe.client, "GET", probe.ask)).toMatchObject({ ok: false });
  expect([post.asked(), stopping.asked(), probe.asked()]).toEqual([1, 1, 1]);
});
