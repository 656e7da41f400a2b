import { describe, expect, test } from "vitest";
import { HOUR_MS, WEEK_MS } from "@/lib/base/units";
import { LANES } from "@/lib/health/lane/lane-name";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { unseal } from "@/lib/infra/secrets";
import { countStatuses, findIntegrationAt, findIntegrationRow, findIntegrationSettings, searchIntegrations } from "@/lib/integrations/data";
import { listShopPage } from "@/lib/integrations/list/list-reads";
import { EVERYTHING } from "@/lib/integrations/list/list-view";
import {
  changeAddress,
  changeInterval,
  changeShopSystem,
  chooseImportStart,
  chooseLeftOutStatuses,
  createIntegration,
  disconnectIntegration,
  renameIntegration,
  replaceCredentials,
} from "@/lib/integrations/mutations";

const SECRET = "cs_never_to_be_seen";

async function merchantScope(): Promise<MerchantScope> {
  const merchant = await inPlatform((tx) => tx.merchant.create({ data: { name: "Harbour goods" } }));
  return jobScope("test", merchant.id);
}

async function connect(scope: MerchantScope, name = "Shop", baseUrl = "https://shop.example"): Promise<string> {
  const created = await createIntegration(scope, { name, shopSystem: "woocommerce", baseUrl }, { consumerSecret: SECRET });
  if (!created.ok) throw new Error(created.reason);
  return created.value.integrationId;
}

const auditOf = (scope: MerchantScope) =>
  inMerchant(scope.merchantId, (tx) => tx.auditEvent.findMany({ where: { merchantId: scope.merchantId }, orderBy: { at: "asc" } }));

test("a connected shop appears with both lanes, and its credentials can be unsealed only in its own row", async () => {
  const scope = await merchantScope();
  const id = await connect(scope);
  const [row] = (await listShopPage(scope, EVERYTHING)).rows;
  expect(row).toMatchObject({ id, name: "Shop", hasCredentials: true, run: null, check: null });
  expect(Object.keys(row?.lanes ?? {}).sort()).toEqual(["orders_in", "tracking_out"]);
  const stored = await inMerchant(scope.merchantId, (tx) => tx.integration.findUniqueOrThrow({ where: { id } }));
  const sealed = { bytes: new Uint8Array(stored.credentials ?? []), keyId: stored.credentialsKeyId ?? "" };
  expect(Buffer.from(sealed.bytes).includes(SECRET)).toBe(false);
  expect(JSON.parse(unseal(sealed, `integration:${id}`))).toEqual({ consumerSecret: SECRET });
  expect(() => unseal(sealed, "integration:another")).toThrow();
});

test("a draft without a key needs action in both lanes", async () => {
  const scope = await merchantScope();
  const input = { name: "Begun", shopSystem: "woocommerce", baseUrl: "https://begun.example" } as const;
  await createIntegration(scope, input, null);
  const [row] = (await listShopPage(scope, EVERYTHING)).rows;
  expect(row?.hasCredentials).toBe(false);
  for (const lane of LANES) expect(row?.lanes[lane], lane).toMatchObject({ state: "action_needed", reason: { code: "no_credentials" } });
});

test("a row shows the active run and the newest check", async () => {
  const scope = await merchantScope();
  const { merchantId } = scope;
  const id = await connect(scope);
  await inMerchant(merchantId, async (tx) => {
    const common = { merchantId, integrationId: id, requestedBy: scope.actor };
    await tx.syncRun.create({ data: { ...common, trigger: "schedule", status: "succeeded", phase: "done" } });
    await tx.syncRun.create({ data: { ...common, trigger: "refresh", status: "running", phase: "fetching", fetched: 37, total: 120 } });
    await tx.reachabilityCheck.create({
      data: { ...common, trigger: "manual", status: "done", verdict: "blocked", requestedAt: new Date("2026-11-01") },
    });
    await tx.reachabilityCheck.create({
      data: {
        ...common,
        trigger: "manual",
        status: "done",
        verdict: "degraded",
        causeCodes: ["method_blocked"],
        requestedAt: new Date("2026-11-02"),
      },
    });
  });
  expect(await findIntegrationRow(scope, id)).toMatchObject({
    run: { status: "running", phase: "fetching", fetched: 37, total: 120 },
    check: { verdict: "degraded", causeCodes: ["method_blocked"] },
  });
});

test("a merchant connects a URL once, even with concurrent clicks", async () => {
  const scope = await merchantScope();
  const input = { name: "Shop", shopSystem: "woocommerce" as const, baseUrl: "https://race.example" };
  const outcomes = await Promise.all([1, 2, 3].map(() => createIntegration(scope, input, null)));
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  expect((await listShopPage(scope, EVERYTHING)).rows).toHaveLength(1);
});

test("every change is audited with its actor, and no secret reaches the audit log", async () => {
  const scope = await merchantScope();
  const id = await connect(scope);
  expect((await renameIntegration(scope, id, "Better")).ok).toBe(true);
  expect((await changeAddress(scope, id, "https://new.example", { withoutKey: true })).ok).toBe(true);
  expect((await replaceCredentials(scope, id, { consumerSecret: `${SECRET}2` }, "https://new.example")).ok).toBe(true);
  expect(await disconnectIntegration(scope, id, "wrong name")).toEqual({ ok: false, reason: "name_differs" });
  expect((await disconnectIntegration(scope, id, "Better")).ok).toBe(true);
  const events = await auditOf(scope);
  expect(events.map((event) => event.action)).toEqual([
    "integration_connected",
    "integration_renamed",
    "integration_address_changed",
    "credentials_replaced",
    "integration_disconnected",
  ]);
  for (const event of events) expect(event.actor).toEqual(scope.actor);
  expect(JSON.stringify(events)).not.toContain(SECRET);
});

test("of two people who disconnect a shop at once, the second learns that it is gone", async () => {
  const scope = await merchantScope();
  const id = await connect(scope);
  const { second } = await inMerchant(scope.merchantId, async (tx) => {
    await tx.integration.delete({ where: { merchantId_id: { merchantId: scope.merchantId, id } } });
    const second = disconnectIntegration(scope, id, "Shop").catch((error: unknown) => error);
    const waiting = () => tx.$queryRaw<unknown[]>`select 1 from pg_locks where not granted and transactionid = pg_current_xact_id()::xid`;
    await expect.poll(async () => (await waiting()).length).toBe(1);
    return { second };
  });
  expect(await second).toEqual({ ok: false, reason: "not_found" });
});

test("a shop is recognized over http and https, with and without www, so that its orders are not imported twice", async () => {
  const scope = await merchantScope();
  const add = async (baseUrl: string) => {
    const made = await createIntegration(scope, { name: "Shop", shopSystem: "woocommerce", baseUrl }, null);
    return made.ok ? made.value.integrationId : "";
  };
  const open = await add("http://old.example/store");
  expect(await findIntegrationAt(scope, "https://old.example/store")).toMatchObject({ id: open });
  expect(await findIntegrationAt(scope, "https://old.example")).toBeNull();
  expect(await findIntegrationAt(scope, "https://www.old.example/store")).toMatchObject({ id: open });
  const named = await add("https://www.new.example");
  expect(await findIntegrationAt(scope, "http://new.example")).toMatchObject({ id: named });
  expect(await findIntegrationAt(scope, "https://shop.new.example")).toBeNull();
  const secure = await add("https://old.example/store");
  expect(await findIntegrationAt(scope, "https://old.example/store")).toMatchObject({ id: secure });
  expect(await findIntegrationAt(scope, "http://old.example/store")).toMatchObject({ id: open });
});

test("the shop system can be changed only while the integration has no key", async () => {
  const scope = await merchantScope();
  const draft = { name: "Draft", shopSystem: "woocommerce", baseUrl: "https://draft.example" } as const;
  const made = await createIntegration(scope, draft, null);
  const id = made.ok ? made.value.integrationId : "";
  expect(await changeShopSystem(scope, id, "prestashop")).toEqual({ ok: true, value: true });
  expect(await findIntegrationRow(scope, id)).toMatchObject({ shopSystem: "prestashop", name: "Draft", baseUrl: draft.baseUrl });
  const audited = (await auditOf(scope)).find(({ action }) => action === "integration_shop_system_changed");
  expect(audited).toMatchObject({ before: { shopSystem: "woocommerce" }, after: { shopSystem: "prestashop" } });
  expect((await replaceCredentials(scope, id, { key: SECRET }, draft.baseUrl)).ok).toBe(true);
  expect(await changeShopSystem(scope, id, "magento")).toEqual({ ok: false, reason: "key_is_there" });
  expect(await findIntegrationRow(scope, id)).toMatchObject({ shopSystem: "prestashop" });
});

test("another merchant's integration can be neither read nor changed, as if it did not exist", async () => {
  const owner = await merchantScope();
  const outsider = await merchantScope();
  const id = await connect(owner);
  const notFound = { ok: false, reason: "not_found" };
  expect((await listShopPage(outsider, EVERYTHING)).rows).toEqual([]);
  expect(await findIntegrationRow(outsider, id)).toBeNull();
  expect(await findIntegrationSettings(outsider, id)).toBeNull();
  expect(await renameIntegration(outsider, id, "Taken")).toEqual(notFound);
  expect(await changeAddress(outsider, id, "https://evil.example")).toEqual(notFound);
  expect(await replaceCredentials(outsider, id, {}, "https://shop.example")).toEqual(notFound);
  expect(await disconnectIntegration(outsider, id, "Shop")).toEqual(notFound);
  expect(await findIntegrationRow(owner, id)).toMatchObject({ name: "Shop", baseUrl: "https://shop.example" });
  expect(await auditOf(outsider)).toEqual([]);
});

/** Stores an order for each instant. */
async function placeOrders(shop: { merchantId: string; integrationId: string }, instants: readonly number[]): Promise<void> {
  const data = instants.map((instant, index) => ({
    ...shop,
    externalId: `${instant}-${index}`,
    number: `${index}`,
    status: "processing",
    currency: "EUR",
    total: 1,
    placedAt: new Date(instant),
    modifiedAt: new Date(instant),
    raw: {},
    rawHash: new Uint8Array(32),
  }));
  await inMerchant(shop.merchantId, (tx) => tx.shopOrder.createMany({ data }));
}

/** Instants of `count` orders, spread evenly over `hours` that start `weeks` weeks before `from`. */
const ordersWithin = (from: number, hours: number, count: number, weeks = 0): number[] =>
  Array.from({ length: count }, (_, index) => from - weeks * WEEK_MS + ((index + 0.5) * hours * HOUR_MS) / count);

test("a row shows its effect: unreported parcels, missed orders, and whether the counts agree", async () => {
  const scope = await merchantScope();
  const { merchantId } = scope;
  const id = await connect(scope);
  const other = await connect(scope, "Other", "https://other.example");
  const shop = { merchantId, integrationId: id };
  const lastImport = Date.now() - 10 * HOUR_MS;
  await placeOrders(shop, Array.from({ length: 4 }, (_, week) => ordersWithin(lastImport, 10, 20, week + 1)).flat());
  await inMerchant(merchantId, async (tx) => {
    const order = await tx.shopOrder.findFirstOrThrow({ where: shop });
    const parcel = { ...shop, orderId: order.id, carrier: "DHL", source: "form", recordedBy: scope.actor };
    await tx.shipment.createMany({
      data: [
        { ...parcel, trackingNumber: "1", status: "waiting" },
        { ...parcel, trackingNumber: "2", status: "failed" },
        { ...parcel, trackingNumber: "3", status: "sent" },
      ],
    });
    await tx.lane.updateMany({
      where: { ...shop, lane: "orders_in" },
      data: { state: "action_needed", lastSuccessAt: new Date(lastImport) },
    });
    const run = { ...shop, trigger: "schedule", status: "succeeded", phase: "done", requestedBy: scope.actor };
    await tx.syncRun.create({ data: { ...run, requestedAt: new Date("2026-11-01"), shopCount: 50, ourCount: 49 } });
    await tx.syncRun.create({ data: { ...run, requestedAt: new Date("2026-11-02"), shopCount: 50, ourCount: 50 } });
  });
  const missed = (await findIntegrationRow(scope, id))?.effect;
  expect(missed).toEqual({ parcels: 2, missedOrders: 20, countsAgree: true });
  const quiet = (await listShopPage(scope, EVERYTHING)).rows.find((row) => row.id === other);
  expect(quiet?.effect).toEqual({ parcels: 0, missedOrders: null, countsAgree: null });
});

describe("missed orders are estimated", () => {
  /** The estimate for a shop last imported `hoursAgo`, based on orders of earlier weeks. */
  const estimate = async (hoursAgo: number, weeks: (lastImport: number) => number[], arrived = 0): Promise<number | null> => {
    const scope = await merchantScope();
    const shop = { merchantId: scope.merchantId, integrationId: await connect(scope) };
    const lastImport = Date.now() - hoursAgo * HOUR_MS;
    await placeOrders(shop, [...weeks(lastImport), ...ordersWithin(lastImport, hoursAgo, arrived)]);
    await inMerchant(shop.merchantId, (tx) =>
      tx.lane.updateMany({
        where: { integrationId: shop.integrationId, lane: "orders_in" },
        data: { state: "throttled", lastSuccessAt: new Date(lastImport) },
      }),
    );
    return (await findIntegrationRow(scope, shop.integrationId))?.effect.missedOrders ?? null;
  };
  const eachOf = (weeks: number, make: (week: number) => number[]): number[] =>
    Array.from({ length: weeks }, (_, index) => make(index + 1)).flat();

  test("from the same hours of earlier weeks, not from the average rate", async () => {
    const busyElsewhere = (start: number, week: number) => ordersWithin(start + 7 * HOUR_MS, 100, 200, week);
    expect(await estimate(7, (start) => eachOf(8, (week) => [...ordersWithin(start, 7, 40, week), ...busyElsewhere(start, week)]))).toBe(
      40,
    );
    // A night in which the shop never sells anything does not count.
    expect(await estimate(7, (start) => eachOf(8, (week) => busyElsewhere(start, week)))).toBeNull();
    // The busiest hours of an otherwise quiet shop.
    const quietElsewhere = (start: number, week: number) => ordersWithin(start + 20 * HOUR_MS, 120, 5, week);
    expect(await estimate(7, (start) => eachOf(8, (week) => [...ordersWithin(start, 7, 120, week), ...quietElsewhere(start, week)]))).toBe(
      120,
    );
  });

  test("for more than a week too, from as many whole earlier weeks, but not beyond four weeks", async () => {
    const daily = (start: number) => eachOf(8, (week) => ordersWithin(start, 168, 70, week));
    expect(await estimate(10 * 24, daily)).toBe(100);
    expect(await estimate(29 * 24, daily)).toBeNull();
  });

  test("neither from weeks before the shop's first order nor from a single week", async () => {
    expect(await estimate(10, (start) => eachOf(3, (week) => ordersWithin(start, 20, 60, week)))).toBe(30);
    expect(await estimate(10, (start) => eachOf(1, (week) => ordersWithin(start, 20, 60, week)))).toBeNull();
  });

  test("without the orders that arrived nevertheless", async () => {
    expect(await estimate(10, (start) => eachOf(8, (week) => ordersWithin(start, 10, 40, week)), 10)).toBe(30);
  });
});

test("a shorter interval advances the next sync, a longer one applies after it, and a throttled lane keeps its schedule", async () => {
  const scope = await merchantScope();
  const id = await connect(scope);
  const plan = (minutes: number, state = "regular") =>
    inMerchant(scope.merchantId, (tx) =>
      tx.lane.updateMany({
        where: { integrationId: id, lane: "orders_in" },
        data: { state, nextSyncAt: new Date(Date.now() + minutes * 60_000) },
      }),
    );
  const minutesAhead = async (): Promise<number> => {
    const lane = await inMerchant(scope.merchantId, (tx) => tx.lane.findFirstOrThrow({ where: { integrationId: id, lane: "orders_in" } }));
    return Math.round(((lane.nextSyncAt?.getTime() ?? 0) - Date.now()) / 60_000);
  };
  await plan(14);
  expect(await changeInterval(scope, id, 300)).toEqual({ ok: true, value: true });
  expect(await minutesAhead()).toBe(5);
  await changeInterval(scope, id, 86_400);
  expect(await minutesAhead()).toBe(5);
  await plan(600, "throttled");
  await changeInterval(scope, id, 300);
  expect(await minutesAhead()).toBe(600);
  expect((await findIntegrationSettings(scope, id))?.syncIntervalSeconds).toBe(300);
});

test("the start of the import can be chosen only before the first import, and is audited", async () => {
  const scope = await merchantScope();
  const { merchantId } = scope;
  const id = await connect(scope);
  const from = new Date("2026-10-01T00:00:00Z");
  expect(await chooseImportStart(scope, id, from)).toEqual({ ok: true, value: true });
  expect(await findStart()).toEqual(from);
  expect((await auditOf(scope)).at(-1)).toMatchObject({ action: "import_start_chosen", details: { from: from.toISOString() } });
  await inMerchant(merchantId, (tx) =>
    tx.coverageInterval.create({ data: { merchantId, integrationId: id, coveredFrom: from, coveredTo: new Date() } }),
  );
  expect(await chooseImportStart(scope, id, null)).toEqual({ ok: false, reason: "imported_already" });
  expect(await findStart()).toEqual(from);

  async function findStart() {
    const found = await inMerchant(merchantId, (tx) => tx.integration.findUniqueOrThrow({ where: { merchantId_id: { merchantId, id } } }));
    return found.importFrom;
  }
});

test("excluded statuses are counted and listed even without orders, and the order count includes them", async () => {
  const scope = await merchantScope();
  const id = await connect(scope);
  const order = (number: string, status: string, removedAt: Date | null = null) => ({
    merchantId: scope.merchantId,
    integrationId: id,
    externalId: number,
    number,
    status,
    currency: "EUR",
    total: 1,
    removedAt,
    placedAt: new Date(),
    modifiedAt: new Date(),
    raw: {},
    rawHash: new Uint8Array([1]),
  });
  const orders = [order("1", "completed"), order("2", "completed"), order("3", "cancelled"), order("4", "cancelled", new Date())];
  await inMerchant(scope.merchantId, (tx) => tx.shopOrder.createMany({ data: orders }));
  expect(await chooseLeftOutStatuses(scope, id, ["refunded", "cancelled", "cancelled"])).toEqual({ ok: true, value: true });
  expect(await chooseLeftOutStatuses(scope, id, ["cancelled", "refunded"])).toEqual({ ok: true, value: true });
  expect(await countStatuses(scope, id)).toEqual([
    { status: "completed", orders: 2, isLeftOut: false, name: null },
    { status: "cancelled", orders: 1, isLeftOut: true, name: null },
    { status: "refunded", orders: 0, isLeftOut: true, name: null },
  ]);
  expect(await findIntegrationSettings(scope, id)).toMatchObject({ orders: 3, storedOrders: 4, leftOut: 1 });
  const audited = (await auditOf(scope)).filter(({ action }) => action === "left_out_statuses_chosen");
  expect(audited.map(({ before, after }) => ({ before, after }))).toEqual([
    { before: { left_out: "" }, after: { left_out: "cancelled, refunded" } },
  ]);
});

test("a shop with an internationalized host is shown and found in Unicode", async () => {
  const scope = await merchantScope();
  const plain = await connect(scope);
  expect(await findIntegrationRow(scope, plain)).toMatchObject({ readableUrl: null });
  const input = { name: "Laden", shopSystem: "woocommerce", baseUrl: "https://xn--bcher-kva.example/laden" } as const;
  const made = await createIntegration(scope, input, null);
  const id = made.ok ? made.value.integrationId : "";
  expect(await findIntegrationRow(scope, id)).toMatchObject({
    baseUrl: "https://xn--bcher-kva.example/laden",
    readableUrl: "https://bücher.example/laden",
  });
  for (const words of [
    ["bücher.example"],
    ["xn--bcher"],
    ["bücher"],
    ["https://bücher.example/la"],
    ["ücher.ex"],
    ["üch", "laden"],
    ["ü"],
    ["bÜch"],
  ])
    expect(await searchIntegrations(scope, words, 5), words[0]).toEqual([
      { id, name: "Laden", readableUrl: "https://bücher.example/laden" },
    ]);
  expect(await searchIntegrations(scope, ["blumen"], 5)).toEqual([]);
});
