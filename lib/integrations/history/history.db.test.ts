import { expect, test } from "vitest";
import { HOUR_MS } from "@/lib/base/units";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { readHistory } from "@/lib/integrations/history/data";
import { listDays } from "@/lib/integrations/history/days";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { recordPastIncident } from "@/lib/testing/record-past-incident";

const ZONE = "Europe/Amsterdam";
const actor = { kind: "job", job: "test" };

/** A shop connected ten days ago. */
async function connectLongAgo(): Promise<ConnectedShop> {
  const shop = await connectShop();
  const createdAt = new Date(Date.now() - 10 * 24 * HOUR_MS);
  await inPlatform((tx) => tx.integration.update({ where: { id: shop.integrationId }, data: { createdAt } }));
  return shop;
}

const ownerOf = ({ scope, integrationId }: ConnectedShop) => ({ merchantId: scope.merchantId, integrationId });

async function placeOrder(shop: ConnectedShop, externalId: string, placedAt: Date): Promise<void> {
  const data = { ...ownerOf(shop), externalId, number: externalId, status: "processing", currency: "EUR", total: 1, raw: {} };
  await inMerchant(shop.scope.merchantId, (tx) =>
    tx.shopOrder.create({ data: { ...data, placedAt, modifiedAt: placedAt, rawHash: new Uint8Array(32) } }),
  );
}

test("events are shown on their day in the user's time zone", async () => {
  const shop = await connectLongAgo();
  const days = listDays(new Date(), 7, ZONE);
  const [before, day, after] = [days[2], days[3], days[4]];
  if (!before || !day || !after) throw new Error("no days");
  const run = { ...ownerOf(shop), trigger: "schedule", phase: "done", requestedBy: actor };
  await inMerchant(shop.scope.merchantId, async (tx) => {
    await tx.syncRun.createMany({
      data: [
        { ...run, status: "succeeded", requestedAt: day.from, connectMs: 2, tlsMs: 10, firstByteMs: 80 },
        { ...run, status: "succeeded", requestedAt: new Date(day.from.getTime() + HOUR_MS), connectMs: 4, tlsMs: 12, firstByteMs: 90 },
        { ...run, status: "failed", requestedAt: new Date(day.to.getTime() - 1) },
        { ...run, status: "succeeded", requestedAt: new Date(day.from.getTime() - 1) },
      ],
    });
    await tx.reachabilityCheck.create({
      data: {
        ...ownerOf(shop),
        trigger: "schedule",
        status: "done",
        requestedBy: actor,
        requestedAt: day.from,
        connectMs: 3,
        firstByteMs: 100,
      },
    });
  });
  await recordPastIncident(shop, { from: new Date(day.to.getTime() - 2 * HOUR_MS), to: null });
  await placeOrder(shop, "1", day.from);
  await placeOrder(shop, "2", new Date(day.from.getTime() - 1));

  const history = await readHistory(shop.scope, shop.integrationId, days);
  expect(history).toHaveLength(7);
  expect(history?.[2]).toMatchObject({ date: before.date, runsSucceeded: 1, runsFailed: 0, orders: 1, times: null });
  expect(history?.[3]).toMatchObject({ date: day.date, runsSucceeded: 2, runsFailed: 1, checks: 1, orders: 1 });
  // Means over runs and checks; a phase that never occurred has none.
  expect(history?.[3]?.times).toEqual({ dnsMs: null, connectMs: 3, tlsMs: 11, firstByteMs: 90 });
  expect(history?.[3]?.answers).toEqual({ answered: 3, slow: 0 });
  expect(history?.[3]?.lanes.orders_in.tone).toBe("action_needed");
  expect(history?.[3]?.lanes.orders_in.states[1]).toEqual({ state: "action_needed", ms: 2 * HOUR_MS });
  expect(history?.[4]?.lanes.orders_in.states).toEqual([{ state: "action_needed", ms: after.to.getTime() - after.from.getTime() }]);
  expect(history?.[4]?.lanes.tracking_out.tone).toBe("healthy");
  expect(history?.map(({ orders }) => orders)).toEqual([0, 0, 1, 1, 0, 0, 0]);
});

test("days before the shop was connected are empty, and an unknown shop has no history", async () => {
  const shop = await connectLongAgo();
  const history = await readHistory(shop.scope, shop.integrationId, listDays(new Date(), 30, ZONE));
  expect(history?.[0]?.lanes.orders_in).toEqual({ states: [], tone: null });
  expect(history?.at(-1)?.lanes.orders_in.tone).toBe("healthy");
  expect(await readHistory(shop.scope, crypto.randomUUID(), listDays(new Date(), 3, ZONE))).toBeNull();
});

test("days tell what incidents and people did, whatever the lanes were in between", async () => {
  const shop = await connectLongAgo();
  const days = listDays(new Date(), 5, "UTC");
  const day = days[2];
  if (!day) throw new Error("no day");
  const at = (hours: number): Date => new Date(day.from.getTime() + hours * HOUR_MS);
  await recordPastIncident(shop, { from: at(2), to: at(5) });
  const move = { ...ownerOf(shop), lane: "orders_in", reason: "none", actor };
  await inMerchant(shop.scope.merchantId, (tx) =>
    tx.laneTransition.createMany({
      data: [
        { ...move, fromState: "regular", toState: "throttled", at: at(0) },
        { ...move, fromState: "throttled", toState: "paused", at: at(4) },
        { ...move, fromState: "paused", toState: "regular", at: at(7) },
      ],
    }),
  );
  const history = await readHistory(shop.scope, shop.integrationId, days);
  expect(history?.[2]?.lanes.orders_in.states).toEqual([
    { state: "regular", ms: 19 * HOUR_MS },
    { state: "paused", ms: 3 * HOUR_MS },
    { state: "action_needed", ms: 2 * HOUR_MS },
  ]);
});

test("days tell how many answers were slow, and how many orders are usual once enough are known", async () => {
  const shop = await connectLongAgo();
  const days = listDays(new Date(), 28, "UTC");
  const today = days.at(-1);
  if (!today) throw new Error("no day");
  const run = { ...ownerOf(shop), trigger: "schedule", phase: "done", status: "succeeded", requestedBy: actor, requestedAt: today.from };
  await inMerchant(shop.scope.merchantId, (tx) =>
    tx.syncRun.createMany({
      data: [
        { ...run, compacted: 3, firstByteMs: 90 },
        { ...run, firstByteMs: 3_000 },
      ],
    }),
  );
  expect((await readHistory(shop.scope, shop.integrationId, days))?.at(-1)).toMatchObject({
    answers: { answered: 5, slow: 1 },
    usual: null,
  });
  for (const [index, { from }] of days.slice(4).entries())
    for (const hour of [9, 15]) await placeOrder(shop, `${index}-${hour}`, new Date(Math.min(from.getTime() + hour * HOUR_MS, Date.now())));
  await inMerchant(shop.scope.merchantId, (tx) => tx.integration.updateMany({ data: { lastOrderAt: new Date() } }));
  const history = await readHistory(shop.scope, shop.integrationId, days);
  expect(history?.[0]?.usual, "nothing was learned of this day").toBeNull();
  expect(history?.at(-2)?.usual?.low).toBeLessThanOrEqual(2);
  expect(history?.at(-2)?.usual?.high).toBeGreaterThanOrEqual(2);
});
