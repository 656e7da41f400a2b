import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "@/lib/base/units";
import { CLOSED_PER_PAGE, findIncident, listIncidents } from "@/lib/incidents/data";
import { printIncidents } from "@/lib/incidents/print-incidents";
import { inMerchant } from "@/lib/infra/db";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { recordPastIncident } from "@/lib/testing/record-past-incident";

const NOW = new Date();
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR_MS);
const over = (hours: number): Date => new Date(ago(hours).getTime() + 10 * MINUTE_MS);

async function placeOrder({ scope: { merchantId }, integrationId }: ConnectedShop, number: string, placedAt: Date): Promise<void> {
  const text = { externalId: number, number, status: "processing", currency: "EUR", total: "10" };
  await inMerchant(merchantId, (tx) =>
    tx.shopOrder.create({
      data: { ...text, merchantId, integrationId, placedAt, modifiedAt: placedAt, raw: {}, rawHash: new Uint8Array(32) },
    }),
  );
}

describe("incidents of a merchant", () => {
  it("tell why, how long and how many orders arrived late, counted from the import before", async () => {
    const shop = await connectShop();
    const { scope, integrationId } = shop;
    const run = { merchantId: scope.merchantId, integrationId, trigger: "schedule", status: "succeeded", requestedBy: {} };
    await inMerchant(scope.merchantId, (tx) => tx.syncRun.create({ data: { ...run, requestedAt: ago(10.5) } }));
    await recordPastIncident(shop, { from: ago(10), to: ago(4), checkId: crypto.randomUUID() });
    for (const [number, hours] of Object.entries({ before: 12, "between import and failure": 10.2, first: 9, second: 5, after: 1 }))
      await placeOrder(shop, number, ago(hours));
    const { open, closed, closedCount } = await listIncidents(scope, { integrationId, now: NOW });
    expect([open, closedCount]).toEqual([[], 1]);
    expect(closed).toMatchObject([
      {
        shop: "Bloemen",
        openedAt: ago(10),
        closedAt: over(4),
        spans: [{ lane: "orders_in", kind: "down", from: ago(10), to: ago(4) }],
        causes: [{ code: "user_agent_blocked", clearedAt: ago(4) }],
        late: { orders_in: 3, tracking_out: 0 },
      },
    ]);
    const found = await findIncident(scope, closed[0]?.id ?? "");
    expect(found?.entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["opened", "cause_found", "cause_cleared", "closed"]));
    expect(found?.entries.map(({ at }) => at)).toEqual(found?.entries.map(({ at }) => at).toSorted((a, b) => b.getTime() - a.getTime()));
  });

  it("are one while the trouble comes back within a day, and say how often it did", async () => {
    const shop = await connectShop();
    for (const hours of [9, 6, 3]) await recordPastIncident(shop, { from: ago(hours), to: ago(hours - 1) });
    const { closed } = await listIncidents(shop.scope, { integrationId: null, now: NOW });
    expect(closed).toMatchObject([{ openedAt: ago(9), closedAt: over(2), cameBack: 2 }]);
    expect(closed[0]?.spans).toHaveLength(3);
  });

  it("list every open one, and the closed ones of a shop together, the one that ended last first", async () => {
    const shop = await connectShop();
    const { scope } = shop;
    const { merchantId } = scope;
    const other = await connectShop({ merchantId });
    const third = await connectShop({ merchantId });
    await recordPastIncident(other, { from: ago(500), to: ago(499) });
    await recordPastIncident(shop, { from: ago(400), to: ago(399) });
    await recordPastIncident(other, { from: ago(300), to: ago(299) });
    await recordPastIncident(third, { from: ago(600), to: null, lane: "tracking_out" });
    const { open, closed } = await listIncidents(scope, { integrationId: null, now: NOW });
    expect(open).toMatchObject([{ integrationId: third.integrationId, spans: [{ lane: "tracking_out", kind: "down", to: null }] }]);
    expect(closed.map(({ integrationId, closedAt }) => [integrationId, closedAt])).toEqual([
      [other.integrationId, over(299)],
      [other.integrationId, over(499)],
      [shop.integrationId, over(399)],
    ]);

    const last = await listIncidents(scope, { integrationId: null, now: NOW, page: 9, perPage: 2 });
    expect(last).toMatchObject({ page: 2, closedCount: 3, open: [{}], closed: [{ integrationId: shop.integrationId }] });
    expect(CLOSED_PER_PAGE).toBeGreaterThan(2);

    // A period includes incidents that overlap it, even open ones, and the file has one line for each.
    const during = { from: ago(399.5), to: ago(298) };
    const some = await listIncidents(scope, { integrationId: null, now: NOW, during });
    expect([some.open.length, some.closed.length]).toEqual([1, 2]);
    const lines = [...printIncidents([...some.open, ...some.closed])].join("").trim().split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines[2]).toContain(`Bloemen,${ago(300).toISOString()},${over(299).toISOString()},70,0,orders_in down,`);
  });
});
