import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemClock } from "@/lib/base/clock";
import type { ClockedResult, OrderCursor, OrderPage, Prefetch, ShopFailure } from "@/lib/connectors/shop";
import { prefetchPages } from "@/lib/sync/engine/prefetch-pages";

const at = (second: number): OrderCursor => ({ modifiedAt: new Date(second * 1000), externalId: "0" });
const placeOf = (cursor: OrderCursor | null): number => (cursor ? cursor.modifiedAt.getTime() / 1000 : 0);
const page = (next: OrderCursor | null): ClockedResult<OrderPage> => ({
  ok: true,
  clockSkewMs: null,
  value: { orders: [], unreadable: [], next, windowTotal: null },
});
const tick = () => new Promise((resolve) => setImmediate(resolve));

/** A list of `pages` pages; `predict` returns which page each of them prefetches before it is read. */
function listOf(pages: number, predict: (place: number) => number | null) {
  const events: string[] = [];
  const list = async (after: OrderCursor | null, prefetch: Prefetch): Promise<ClockedResult<OrderPage>> => {
    const place = placeOf(after);
    events.push(`asked ${place}`);
    // The round trip takes longer than reading a page.
    for (let turn = 0; turn < 4; turn += 1) await tick();
    const predicted = predict(place);
    if (predicted !== null) prefetch(at(predicted));
    await tick();
    events.push(`read ${place}`);
    return page(place + 1 < pages ? at(place + 1) : null);
  };
  return { events, list };
}

describe("prefetched pages", () => {
  it("are requested before the current page is read, each only once", async () => {
    const { events, list } = listOf(3, (place) => (place < 2 ? place + 1 : null));
    const ask = prefetchPages(
      list,
      () => systemClock.now(),
      () => true,
    );
    for (let after: OrderCursor | null = null, isLast = false; !isLast; isLast = after === null) {
      const answer: ClockedResult<OrderPage> = await ask(after).answer;
      after = answer.ok ? answer.value.next : null;
    }
    expect(events).toEqual(["asked 0", "asked 1", "read 0", "asked 2", "read 1", "read 2"]);
  });

  it("never exceed one, and are not requested while prefetching is not allowed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), fc.integer({ min: 0, max: 3 }), async (may, pause) => {
        const { events, list } = listOf(may.length, (place) => place + 1);
        let at = 0;
        const ask = prefetchPages(
          list,
          () => systemClock.now(),
          () => may[at] ?? false,
        );
        for (let after: OrderCursor | null = null, isLast = false; !isLast; isLast = after === null) {
          const answer: ClockedResult<OrderPage> = await ask(after).answer;
          at += 1;
          // However long the current page takes.
          for (let turn = 0; turn < pause; turn += 1) await tick();
          const asked = events.filter((event) => event.startsWith("asked")).length;
          expect(asked).toBeLessThanOrEqual(at + (may[at - 1] ? 1 : 0));
          after = answer.ok ? answer.value.next : null;
        }
      }),
    );
  });

  it("are requested again if the current page ends elsewhere than predicted", async () => {
    const { events, list } = listOf(3, (place) => (place === 0 ? 9 : null));
    const ask = prefetchPages(
      list,
      () => systemClock.now(),
      () => true,
    );
    await ask(null).answer;
    expect(await ask(at(1)).answer).toEqual(page(at(2)));
    expect(events.filter((event) => event.startsWith("asked"))).toEqual(["asked 0", "asked 9", "asked 1"]);
  });

  it("do not affect a caller that no longer needs them", async () => {
    const broken: ShopFailure = { code: "server_error", status: 502, retryAfterSeconds: null, detail: "" };
    const ask = prefetchPages(
      async (after, prefetch) => {
        await tick();
        if (after) throw new Error("no caller waits for this");
        prefetch(at(1));
        await tick();
        return { ok: false, failure: broken };
      },
      () => systemClock.now(),
      () => true,
    );
    expect(await ask(null).answer).toEqual({ ok: false, failure: broken });
    await tick();
  });
});
