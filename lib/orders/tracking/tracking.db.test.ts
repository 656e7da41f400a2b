import { randomUUID } from "node:crypto";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { replacesNumbers, SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { sqlWithin } from "@/lib/infra/sql";
import { storeOrders } from "@/lib/orders/mutations";
import { countShipments, listShipments } from "@/lib/orders/tracking/data";
import { startDuePushes } from "@/lib/orders/tracking/due-pushes";
import { importShipments } from "@/lib/orders/tracking/import-shipments";
import { MAX_SHIPMENTS } from "@/lib/orders/tracking/limits";
import {
  correctShipment,
  markShipped,
  recordShipments,
  sendAgain,
  sendAllAgain,
  undoShipments,
} from "@/lib/orders/tracking/outbox/mutations";
import { connectShop } from "@/lib/testing/connect-shop";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { placesOfParcel } from "@/lib/testing/fake-shops/fake-order";
import { numbers, parcel, push, record, writes } from "@/lib/testing/parcels";
import { fakeShopOrder } from "@/lib/testing/shop-order";
import { recentOrders, refreshNow, type SyncedShop, startSyncedShop, storedOrders } from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

async function openShop(count = 6): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(count).map((order) => ({ ...order, status: "processing" as const })));
  shops.push(connected);
  await refreshNow(connected);
  return connected;
}

/** No rate limit. */
const CALM: Behaviour = { graphBucket: { capacity: 1_000_000, restorePerSecond: 100_000 } };

/** Everything the shop knows about an order's parcels, wherever WooCommerce stores it. */
const known = ({ shop }: SyncedShop, number: string): string =>
  JSON.stringify(
    [...shop.shop.orders.values()].filter((order) => order.number === number).map(({ notes, tracks, meta }) => [notes, tracks, meta]),
  );

describe.each(SHOP_SYSTEMS)("several parcels of one %s order", (shopSystem) => {
  it.each([2, 3])("all arrive, each once, if %i workers push them at once, and the order is shipped once", async (workers) => {
    const orders = recentOrders(3).map((order) => ({ ...order, status: "processing" as const }));
    const connected = await startSyncedShop(orders, { shopSystem });
    shops.push(connected);
    await refreshNow(connected);
    connected.shop.setBehaviour({ ...CALM, delayMs: 20 });
    const ids = orders.map(({ id }) => String(id));
    const numbersOf = (id: string): string[] => ["A", "B", "C"].map((name) => `3S${id}${name}`);
    const stored = await storedOrders(connected);
    await record(
      connected,
      stored.flatMap((order) => numbersOf(order.externalId).map((number) => parcel(order.number, number))),
    );
    await Promise.all(Array.from({ length: workers }, () => push(connected)));
    expect(await countShipments(connected.scope, connected.integrationId)).toEqual({ waiting: 0, sent: 9, failed: 0 });
    for (const id of ids) {
      const order = connected.shop.shop.orders.get(Number(id));
      if (!order) throw new Error("the order is gone");
      for (const number of numbersOf(id)) {
        expect([number, placesOfParcel(order, number).length]).toEqual([number, 1]);
        if (shopSystem === "woocommerce") expect(JSON.stringify(order.meta)).toContain(number);
      }
      expect(order.status).toBe("completed");
    }
    const shippings = connected.shop.requests.filter(({ method, url }) => method === "POST" && /\/ship$|order_histories/.test(url));
    if (shopSystem === "magento" || shopSystem === "prestashop") expect(shippings).toHaveLength(ids.length);
  });
});

describe("tracking out", () => {
  it("notifies the shop of each parcel once, however often it is recorded and pushed", async () => {
    const connected = await openShop();
    const [first = "", second = ""] = await numbers(connected);
    expect(await record(connected, [parcel(first), parcel(second)])).toMatchObject({ ok: true, value: { recorded: 2, known: 0 } });
    await Promise.all([push(connected), push(connected)]);
    expect(await countShipments(connected.scope, connected.integrationId)).toEqual({ waiting: 0, sent: 2, failed: 0 });
    expect(known(connected, first)).toContain(`3S${first}`);
    const before = writes(connected);
    expect(await record(connected, [parcel(first), parcel(second)])).toMatchObject({ ok: true, value: { recorded: 0, known: 2 } });
    const [told] = await listShipments(connected.scope, connected);
    await sendAgain(connected.scope, { shipmentId: told?.id ?? "" });
    await push(connected);
    expect(writes(connected)).toBe(before);
    expect(await countShipments(connected.scope, connected.integrationId)).toEqual({ waiting: 0, sent: 2, failed: 0 });
  });

  it("resends all undelivered parcels with one click, failed ones too, and sends none twice", async () => {
    const connected = await openShop();
    const [first = "", second = "", third = ""] = await numbers(connected);
    await record(connected, [parcel(third)]);
    await push(connected);
    await record(connected, [parcel(first), parcel(second)]);
    await inPlatform(
      (tx) =>
        tx.$executeRaw`update shipment set status = case tracking_number when ${`3S${first}`} then 'failed' else status end, attempts = 20,
          next_push_at = null where integration_id = ${connected.integrationId}::uuid and status = 'waiting'`,
    );
    const before = writes(connected);
    expect(await sendAllAgain(connected.scope, connected)).toEqual({ ok: true, value: { count: 2 } });
    await push(connected);
    expect(await countShipments(connected.scope, connected.integrationId)).toEqual({ waiting: 0, sent: 3, failed: 0 });
    expect(writes(connected)).toBeGreaterThan(before);
    expect(await sendAllAgain(connected.scope, connected)).toEqual({ ok: true, value: { count: 0 } });
  });

  it("does not repeat a write whose worker died before recording it", async () => {
    const connected = await openShop();
    const [number = ""] = await numbers(connected);
    await record(connected, [parcel(number)]);
    await push(connected);
    const before = writes(connected);
    await inPlatform(
      (tx) =>
        tx.$executeRaw`update shipment set status = 'waiting', sent_at = null, next_push_at = now(), lease_until = now() - interval '1 second'
      where integration_id = ${connected.integrationId}::uuid`,
    );
    await push(connected);
    expect(writes(connected)).toBe(before);
    expect(await countShipments(connected.scope, connected.integrationId)).toEqual({ waiting: 0, sent: 1, failed: 0 });
  });

  it("does not mark a parcel as reported that the shop cannot store, says why, and delays no other", async () => {
    const orders = recentOrders(3).map((order) => ({ ...order, status: "processing" as const }));
    const [virtual] = orders;
    if (virtual) Object.assign(virtual, { withoutCarrier: "virtual" });
    const connected = await startSyncedShop(orders, { shopSystem: "prestashop" });
    shops.push(connected);
    await refreshNow(connected);
    const all = orders.map(({ id }) => String(id));
    expect(
      await record(
        connected,
        all.map((id) => parcel(id)),
      ),
    ).toMatchObject({ ok: true, value: { recorded: 3 } });
    await push(connected);
    const shipments = await listShipments(connected.scope, connected);
    expect(shipments.map(({ trackingNumber, status, failure }) => [trackingNumber, status, failure]).toSorted()).toEqual(
      all.map((id) => (id === String(virtual?.id) ? [`3S${id}`, "failed", "no_place"] : [`3S${id}`, "sent", null])),
    );
  });

  it("continues with other parcels if one breaks the shop, and holds them back if two do", async () => {
    const connected = await openShop();
    const [first = "", second = "", third = ""] = await numbers(connected);
    const states = async () =>
      (await listShipments(connected.scope, connected)).map(({ trackingNumber, status }) => [trackingNumber, status]).toSorted();
    connected.shop.setBehaviour({ breaksOn: [Number(first)], breaksOnFields: true });
    await record(connected, [parcel(first), parcel(second)]);
    await push(connected);
    expect(await states()).toEqual([
      [`3S${first}`, "waiting"],
      [`3S${second}`, "sent"],
    ]);
    connected.shop.setBehaviour({ serverErrors: { next: "all", status: 500 } });
    await record(connected, [parcel(third), parcel(third, "3S-2"), parcel(third, "3S-3"), parcel(third, "3S-4")]);
    const asked = connected.shop.requests.length;
    await push(connected);
    // One read and its two retries, and one for the second parcel.
    expect(connected.shop.requests.length - asked).toBe(4);
    for (const { status, nextPushAt } of await listShipments(connected.scope, connected))
      if (status === "waiting") expect(nextPushAt?.getTime()).toBeGreaterThan(Date.now() + 40_000);
    connected.shop.setBehaviour({});
    await sendAllAgain(connected.scope, connected);
    await push(connected);
    expect(await countShipments(connected.scope, connected.integrationId)).toEqual({ waiting: 0, sent: 6, failed: 0 });
  });

  it("backs off after each failure, holds other parcels back, requests a check, and resumes when it can", async () => {
    const connected = await openShop();
    const [first = "", second = ""] = await numbers(connected);
    connected.shop.setBehaviour({ blockedMethods: { methods: ["PUT", "POST", "PATCH"] } });
    await record(connected, [parcel(first), parcel(second)]);
    await push(connected);
    const waiting = await listShipments(connected.scope, connected);
    expect(waiting.map((shipment) => [shipment.status, shipment.failure])).toEqual([
      ["waiting", "blocked"],
      ["waiting", "blocked"],
    ]);
    for (const shipment of waiting) expect(shipment.nextPushAt?.getTime()).toBeGreaterThan(Date.now() + 50_000);
    expect(await inMerchant(connected.scope.merchantId, (tx) => tx.reachabilityCheck.count({ where: { trigger: "sync_failed" } }))).toBe(1);
    connected.shop.setBehaviour({});
    await inPlatform((tx) => tx.$executeRaw`delete from pgboss.job where name = 'push-shipments'`);
    expect(await startDuePushes(jobPlatformScope("schedule"))).toBe(0);
    await inPlatform((tx) => tx.$executeRaw`update shipment set next_push_at = now()`);
    expect(await startDuePushes(jobPlatformScope("schedule"))).toBe(1);
    expect(await startDuePushes(jobPlatformScope("schedule"))).toBe(0);
    await push(connected);
    expect(await countShipments(connected.scope, connected.integrationId)).toEqual({ waiting: 0, sent: 2, failed: 0 });
  });

  it("gives up on an order that the shop no longer has", async () => {
    const connected = await openShop();
    const [number = ""] = await numbers(connected);
    const [order] = [...connected.shop.shop.orders.values()].filter((one) => one.number === number);
    connected.shop.shop.removeOrder(order?.id ?? 0);
    await record(connected, [parcel(number)]);
    await push(connected);
    expect(await listShipments(connected.scope, connected)).toMatchObject([
      { status: "failed", failure: "order_missing", nextPushAt: null },
    ]);
  });

  it("marks an order as shipped once, however often it is clicked, and never a removed order", async () => {
    const connected = await openShop();
    const [first, second] = await inMerchant(connected.scope.merchantId, (tx) =>
      tx.shopOrder.findMany({ orderBy: { number: "asc" }, take: 2 }),
    );
    if (!first || !second) throw new Error("the shop has six orders");
    const record = (orderId: string) =>
      markShipped(connected.scope, { orderId, carrier: "DHL", trackingNumber: "00340", trackingUrl: null });
    const answers = await Promise.all([record(first.id), record(first.id)]);
    expect(answers.map((answer) => answer.ok && answer.value.recorded).sort()).toEqual([0, 1]);
    await push(connected);
    expect(await listShipments(connected.scope, { integrationId: connected.integrationId, orderId: first.id })).toMatchObject([
      { orderNumber: first.number, status: "sent", source: "form" },
    ]);
    expect(known(connected, first.number)).toContain("00340");
    expect(known(connected, second.number)).not.toContain("00340");
    await inPlatform((tx) => tx.shopOrder.updateMany({ where: { id: second.id }, data: { removedAt: new Date() } }));
    expect(await record(second.id)).toEqual({ ok: false, reason: "not_found" });
  });

  it("records nothing of a list with an invalid line, and reports every invalid line", async () => {
    const connected = await openShop();
    const [first = ""] = await numbers(connected);
    const list = [parcel(first), parcel("no such order"), parcel(`#${first}`, `3S${first}`)];
    const problems = [
      { line: 2, problem: "order_unknown" },
      { line: 3, problem: "repeated" },
    ];
    expect(await record(connected, list)).toEqual({ ok: false, reason: { code: "lines_wrong", problems } });
    expect(await countShipments(connected.scope, connected.integrationId)).toEqual({ waiting: 0, sent: 0, failed: 0 });
  });

  it.each(["woocommerce", "magento"] as const)(
    "never matches digits in a file to the internal id of another %s order",
    async (shopSystem) => {
      const { scope, integrationId } = await connectShop({ shopSystem });
      await inMerchant(scope.merchantId, (tx) =>
        storeOrders(sqlWithin(tx), jobScope("test", scope.merchantId), {
          integrationId,
          runId: null,
          unreadable: [],
          orders: [fakeShopOrder({ externalId: "30500", number: "31001" })],
        }),
      );
      const read = (order: string) =>
        importShipments(scope, { integrationId, text: `order,carrier,tracking\n${order},DHL,3S1`, preview: true });
      expect(await read("31001")).toMatchObject({ value: { kind: "ready", count: 1, shared: [], refused: { rows: [] } } });
      expect(await read("30500")).toMatchObject({
        value: { kind: "ready", count: 0, refused: { rows: [{ problem: { line: 2, problem: "order_unknown", value: "30500" } }] } },
      });
    },
  );

  it("imports the valid lines of a file and returns the others with value and reason; a preview records nothing", async () => {
    const connected = await openShop();
    const [first = ""] = await numbers(connected);
    const { scope, integrationId } = connected;
    const read = (text: string, preview = false) => importShipments(scope, { integrationId, text, preview });
    const heading = "Bestellnummer;Versanddienst;Sendungsnummer";
    const mixed = `${heading}\n${first};DHL;1\nnone;DHL;2\n${first};;3`;
    const refused = {
      header: ["Bestellnummer", "Versanddienst", "Sendungsnummer"],
      rows: [
        { cells: ["none", "DHL", "2"], problem: { line: 3, problem: "order_unknown", value: "none" } },
        { cells: [first, "", "3"], problem: { line: 4, problem: "carrier_missing", value: "" } },
      ],
    };
    expect(await read(mixed, true)).toMatchObject({ value: { kind: "ready", count: 1, refused } });
    expect(await countShipments(scope, integrationId)).toEqual({ waiting: 0, sent: 0, failed: 0 });
    const recorded = await read(mixed);
    expect(recorded).toMatchObject({ value: { kind: "recorded", recorded: 1, known: 0, refused } });
    const { shipmentIds } = recorded.ok && recorded.value.kind === "recorded" ? recorded.value : { shipmentIds: [] };
    expect(await undoShipments(scope, shipmentIds)).toEqual({ takenBack: 1 });
    expect(await countShipments(scope, integrationId)).toEqual({ waiting: 0, sent: 0, failed: 0 });
    expect(await read("order,tracking\n1,2")).toMatchObject({ value: { kind: "unreadable", columns: ["carrier"] } });
    const largest = [heading, ...Array.from({ length: MAX_SHIPMENTS }, (_, index) => `${first};DHL;N${index}`)].join("\n");
    expect(await read(largest, true)).toMatchObject({ value: { kind: "ready", count: MAX_SHIPMENTS, shared: [] } });
    expect(await countShipments(scope, integrationId)).toEqual({ waiting: 0, sent: 0, failed: 0 });
    expect(await read(largest)).toMatchObject({
      value: { kind: "recorded", recorded: MAX_SHIPMENTS, known: 0, shops: [integrationId] },
    });
    expect(await read(largest)).toMatchObject({
      value: { kind: "recorded", recorded: 0, known: MAX_SHIPMENTS, shops: [integrationId] },
    });
    expect(await read(`${largest}\n${first};DHL;one`)).toMatchObject({ value: { kind: "unreadable", reason: "too_many_lines" } });
    expect(await countShipments(scope, integrationId)).toEqual({ waiting: MAX_SHIPMENTS, sent: 0, failed: 0 });
    // The shop receives them in the order of the file.
    const stored = await inMerchant(scope.merchantId, (tx) => tx.shipment.findMany({ orderBy: [{ nextPushAt: "asc" }, { id: "asc" }] }));
    expect(stored.map(({ trackingNumber }) => trackingNumber)).toEqual(Array.from({ length: MAX_SHIPMENTS }, (_, index) => `N${index}`));
  });

  it("imports a file of several shops, resolves equal names by address, and refuses rows whose shop is unclear", async () => {
    const connected = await openShop();
    const [order = ""] = await numbers(connected);
    const { scope, integrationId } = connected;
    const { merchantId } = scope;
    const twin = await connectShop({ merchantId, baseUrl: "https://tweeling.example" });
    const [own = { baseUrl: "" }] = await inMerchant(merchantId, async (tx) => {
      await tx.integration.updateMany({ where: { merchantId }, data: { name: "Bloemen" } });
      return tx.integration.findMany({ where: { id: integrationId }, select: { baseUrl: true } });
    });
    await inMerchant(merchantId, (tx) =>
      storeOrders(sqlWithin(tx), jobScope("test", merchantId), {
        integrationId: twin.integrationId,
        runId: null,
        unreadable: [],
        orders: [fakeShopOrder({ externalId: "1", number: "T-1" })],
      }),
    );
    const read = (rows: string[], preview = false) =>
      importShipments(scope, { integrationId, text: ["order,carrier,tracking,shop", ...rows].join("\n"), preview });

    expect(await read([`${order},DHL,1,Bloemen`, `T-1,DHL,2,tweeling.example`, `T-1,DHL,3,Nergens`], true)).toMatchObject({
      value: {
        kind: "ready",
        count: 1,
        refused: {
          rows: [
            { problem: { line: 2, problem: "shop_ambiguous", value: "Bloemen", addresses: expect.arrayContaining(["tweeling.example"]) } },
            { problem: { line: 4, problem: "shop_unknown", value: "Nergens" } },
          ],
        },
      },
    });
    // An order of the other shop is unknown in this one; the line number is that of the file.
    expect(await read([`T-1,DHL,2,tweeling.example`, `T-1,DHL,2,${own.baseUrl}`], true)).toMatchObject({
      value: { kind: "ready", count: 1, refused: { rows: [{ problem: { line: 3, problem: "order_unknown" } }] } },
    });
    expect(await countShipments(scope, twin.integrationId)).toMatchObject({ waiting: 0 });
    expect(await read([`${order},DHL,1,`, `T-1,DHL,2,https://tweeling.example/`])).toMatchObject({
      value: { kind: "recorded", recorded: 2, known: 0, shops: expect.arrayContaining([integrationId, twin.integrationId]) },
    });
    for (const shop of [integrationId, twin.integrationId]) expect(await countShipments(scope, shop)).toMatchObject({ waiting: 1 });
  });

  it("isolates merchants: foreign and unknown ids get the same answer", async () => {
    const connected = await openShop();
    const [number = ""] = await numbers(connected);
    await record(connected, [parcel(number)]);
    const [foreign] = await listShipments(connected.scope, connected);
    const { scope } = await connectShop();
    for (const integrationId of [connected.integrationId, randomUUID()]) {
      expect(await recordShipments(scope, { integrationId, source: "form", shipments: [parcel(number)] })).toEqual({
        ok: false,
        reason: { code: "not_found" },
      });
      expect(await listShipments(scope, { integrationId })).toEqual([]);
      expect(await countShipments(scope, integrationId)).toEqual({ waiting: 0, sent: 0, failed: 0 });
    }
    for (const shipmentId of [foreign?.id ?? "", randomUUID()])
      expect(await sendAgain(scope, { shipmentId })).toEqual({ ok: false, reason: "not_found" });
  });
});

describe.each(SHOP_SYSTEMS)("a %s parcel that was sent with a wrong number", (shopSystem) => {
  it("is corrected in the shop: replaced if its API can, otherwise added beside the old number", async () => {
    const [order] = recentOrders(1).map((one) => ({ ...one, status: "processing" as const }));
    if (!order) throw new Error("no order");
    const connected = await startSyncedShop([order], { shopSystem });
    shops.push(connected);
    await refreshNow(connected);
    connected.shop.setBehaviour(CALM);
    const { scope, integrationId } = connected;
    const [stored] = await storedOrders(connected);
    await record(connected, [parcel(stored?.number ?? "", "WRONG1")]);
    await push(connected);
    const [sent] = await listShipments(scope, { integrationId });
    const corrected = { shipmentId: sent?.id ?? "", carrier: sent?.carrier ?? "", trackingNumber: "RIGHT2", trackingUrl: null };
    expect(await correctShipment(scope, corrected)).toMatchObject({ ok: true });
    expect(await countShipments(scope, integrationId)).toEqual({ waiting: 1, sent: 0, failed: 0 });
    await push(connected);
    expect(await countShipments(scope, integrationId)).toEqual({ waiting: 0, sent: 1, failed: 0 });
    const inShop = JSON.stringify(connected.shop.shop.orders.get(order.id));
    expect(inShop).toContain("RIGHT2");
    if (replacesNumbers(shopSystem)) expect(inShop).not.toContain("WRONG1");
    await record(connected, [parcel(stored?.number ?? "", "OTHER3")]);
    expect(await correctShipment(scope, { ...corrected, trackingNumber: "OTHER3" })).toMatchObject({ ok: false, reason: "parcel_known" });
  });
});
