import { randomUUID } from "node:crypto";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { lookUpOrder } from "@/lib/sync/lookup/look-up-order";
import type { LookupOutcome } from "@/lib/sync/lookup/lookup-answer";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { referenceOf } from "@/lib/testing/fake-shops/prestashop/records";
import {
  LOOPBACK,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  storedOrders,
  syncOnSchedule,
} from "@/lib/testing/sync-shop";

// "Where is my order?" against fake shops: every outcome is produced through the shop's own API.

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

async function openSynced(shopSystem: ShopSystem = "woocommerce"): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(6), { shopSystem });
  shops.push(connected);
  expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 6 });
  return connected;
}

async function lookUp({ scope, integrationId }: SyncedShop, text: string): Promise<LookupOutcome> {
  const {
    lookups: [lookup],
  } = await lookUpOrder(scope, { text, integrationId, importsOlder: false }, LOOPBACK);
  if (!lookup) throw new Error("no shop was asked");
  return lookup.outcome;
}

/** A new order in the shop, changed just now. */
function addOrder({ shop: { shop } }: SyncedShop, as: Partial<FakeOrder> = {}): FakeOrder {
  const [template] = [...shop.orders.values()];
  if (!template) throw new Error("the shop is empty");
  const id = shop.nextOrderId();
  return shop.addOrder({ ...template, id, number: String(id), createdAt: shop.now(), modifiedAt: shop.now(), ...as });
}

const changeShop = (
  { scope: { merchantId }, integrationId: id }: SyncedShop,
  data: { leftOutStatuses?: string[]; importFrom?: Date | null },
) => inMerchant(merchantId, (tx) => tx.integration.update({ where: { merchantId_id: { merchantId, id } }, data }));

const storedIds = ({ scope, integrationId }: SyncedShop): Promise<string[]> =>
  inMerchant(scope.merchantId, async (tx) =>
    (await tx.shopOrder.findMany({ where: { integrationId }, select: { externalId: true } })).map(({ externalId }) => externalId),
  );

const numberOf = async ({ scope, integrationId }: SyncedShop, externalId: string): Promise<string> =>
  (await inMerchant(scope.merchantId, (tx) => tx.shopOrder.findFirstOrThrow({ where: { integrationId, externalId } }))).number;

describe.each<ShopSystem>(["woocommerce", "magento", "prestashop", "shopify"])("a %s shop", (shopSystem) => {
  it("is asked for an order placed since the last import, which is then stored", async () => {
    const connected = await openSynced(shopSystem);
    const { id } = addOrder(connected);
    expect(await lookUp(connected, String(id))).toMatchObject({ kind: "imported", unlisted: false });
    expect(await storedIds(connected)).toContain(String(id));
    const number = await numberOf(connected, String(id));
    expect(await lookUp(connected, number)).toMatchObject({ kind: "stored", number });
    expect(await lookUp(connected, `#${number.replace(/^#/, "")}`)).toMatchObject({ kind: "stored", number });
  });

  it("reports an unknown number as not in the shop", async () => {
    expect(await lookUp(await openSynced(shopSystem), "987654321")).toMatchObject({ kind: "not_in_shop", historyDays: null });
  });

  it("reports whether an order awaits payment, be it imported, stored or hidden", async () => {
    const connected = await openSynced(shopSystem);
    const { scope, integrationId, shop } = connected;
    const { id } = addOrder(connected, { status: "pending", paidAt: null });
    const unpaidStatus = { woocommerce: "pending", magento: "pending", prestashop: "Awaiting check payment", shopify: "PENDING" }[
      shopSystem
    ];
    expect(await lookUp(connected, String(id))).toMatchObject({ kind: "imported", unpaidStatus });
    expect(await lookUp(connected, String(id))).toMatchObject({ kind: "stored", unpaidStatus });
    const { status } = await inMerchant(scope.merchantId, (tx) =>
      tx.shopOrder.findFirstOrThrow({ where: { integrationId, externalId: String(id) } }),
    );
    await changeShop(connected, { leftOutStatuses: [status] });
    expect(await lookUp(connected, String(id))).toMatchObject({ kind: "status_hidden", status, unpaidStatus });
    await changeShop(connected, { leftOutStatuses: [] });
    for (const settled of ["cancelled", "processing"] as const) {
      shop.shop.setStatus(id, settled);
      expect(await lookUp(connected, String(id)), settled).toMatchObject({ kind: "stored", unpaidStatus: null });
    }
  });

  it("is named as the reason if it does not answer", async () => {
    const connected = await openSynced(shopSystem);
    await connected.shop.close();
    expect(await lookUp(connected, "1001")).toMatchObject({ kind: "not_asked", failure: "connection_refused" });
  });
});

/** Changed before the last sync, and before the newest order. */
const earlier = () => ({ createdAt: new Date(Date.now() - 600_000), modifiedAt: new Date(Date.now() - 600_000) });

it("a number assigned by a plugin is found by the shop's search", async () => {
  const connected = await openSynced();
  const { id } = addOrder(connected);
  connected.shop.shop.editOrder(id, (order) => {
    order.number = "WEB-2026-77";
  });
  expect(await lookUp(connected, "web-2026-77")).toMatchObject({ kind: "imported", number: "WEB-2026-77" });
});

it("an order that got another number since the last sync is here under the number that was asked for", async () => {
  const connected = await openSynced();
  const { id } = addOrder(connected, earlier());
  await refreshNow(connected);
  // Plugins make numbers without touching the order.
  const order = connected.shop.shop.orders.get(id);
  if (order) order.number = "WEB-2026-78";
  expect(await lookUp(connected, "WEB-2026-78")).toMatchObject({ kind: "stored", number: "WEB-2026-78" });
  expect(await numberOf(connected, String(id))).toBe("WEB-2026-78");
});

it("an order on which the shop breaks down is reported as quarantined, by its id and by its number", async () => {
  const connected = await openSynced("prestashop");
  const { id } = addOrder(connected, earlier());
  connected.shop.setBehaviour({ breaksOn: [id], breaksOnFields: true });
  expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", quarantined: 1 });
  expect(await lookUp(connected, String(id))).toMatchObject({ kind: "quarantined" });
  expect(await lookUp(connected, referenceOf(id))).toMatchObject({ kind: "quarantined" });
});

it("a number counts before an id: a plugin may number an order like the id of another one", async () => {
  const connected = await openSynced();
  const { id } = addOrder(connected, { number: "WEB-1" });
  await refreshNow(connected);
  addOrder(connected, { number: String(id) });
  expect(await lookUp(connected, String(id))).toMatchObject({ kind: "imported", number: String(id) });
});

it("incomplete checkouts and trashed orders are distinguished from orders", async () => {
  const connected = await openSynced();
  const draft = addOrder(connected).id;
  connected.shop.shop.editOrder(draft, (order) => {
    order.wooStatus = "checkout-draft";
  });
  const trashed = addOrder(connected).id;
  connected.shop.shop.setStatus(trashed, "trash");
  expect(await lookUp(connected, String(draft))).toEqual({ kind: "draft", number: String(draft), status: "checkout-draft" });
  expect(await lookUp(connected, String(trashed))).toEqual({ kind: "in_trash", number: String(trashed), status: "trash" });
  expect(await storedIds(connected)).toHaveLength(6);
});

it("an order that went into the shop's trash since the last sync is not reported as simply here", async () => {
  const connected = await openSynced();
  const [id = ""] = await storedIds(connected);
  connected.shop.shop.setStatus(Number(id), "trash");
  expect(await lookUp(connected, await numberOf(connected, id))).toMatchObject({ kind: "in_trash" });
});

it("a hidden status, the import start date, and an unreadable field are named as the reason", async () => {
  const connected = await openSynced();
  const { scope, integrationId, shop } = connected;
  const [first] = await inMerchant(scope.merchantId, (tx) => tx.shopOrder.findMany({ where: { integrationId }, take: 1 }));
  const change = (data: Parameters<typeof changeShop>[1]) => changeShop(connected, data);
  await change({ leftOutStatuses: [first?.status ?? ""] });
  expect(await lookUp(connected, first?.number ?? "")).toMatchObject({ kind: "status_hidden", status: first?.status });

  const { id } = addOrder(connected);
  await change({ leftOutStatuses: [], importFrom: new Date(Date.now() + 86_400_000) });
  expect(await lookUp(connected, String(id))).toMatchObject({ kind: "before_import" });
  await change({ importFrom: null });

  shop.setBehaviour({ damagedOrders: { [id]: "text_total" } });
  expect(await lookUp(connected, String(id))).toMatchObject({ kind: "quarantined", error: expect.stringContaining("total") });
  expect(await storedIds(connected)).not.toContain(String(id));
});

describe.each<ShopSystem>(["woocommerce", "magento", "prestashop", "shopify"])("an order that the list of %s omits", (shopSystem) => {
  it("is stored and reported as unlisted, and stays while the shop counts it", async () => {
    const connected = await openSynced(shopSystem);
    const { id } = addOrder(connected, earlier());
    addOrder(connected);
    connected.shop.setBehaviour({ unlisted: [id] });
    await refreshNow(connected);
    expect(await lookUp(connected, String(id))).toMatchObject({ kind: "imported", unlisted: true });
    expect(await syncOnSchedule(connected, "rescan")).toMatchObject({ status: "succeeded", shopCount: 8, ourCount: 8 });
    expect((await storedOrders(connected)).map(({ externalId }) => externalId)).toContain(String(id));
  });
});

it("an order that the shop neither lists nor counts is reported as such, and not stored: the next sync would remove it", async () => {
  const connected = await openSynced();
  const { id } = addOrder(connected, { ...earlier(), wooStatus: "parked" });
  connected.shop.setBehaviour({ statusesOutOfAny: ["parked"] });
  await refreshNow(connected);
  expect(await lookUp(connected, String(id))).toEqual({ kind: "unlisted", number: String(id), status: "parked" });
  expect(await storedIds(connected)).toHaveLength(6);
});

it.each([true, false])(
  "an order of another store of the same installation is reported as such, and not stored; orders shared: %s",
  async (sharesOrders) => {
    const connected = await openSynced("prestashop");
    const domain = new URL(connected.shop.url).host;
    const [own, second] = [1, 2].map((shopId) => ({ shopId, domain, uri: shopId === 1 ? "/" : "/second/" }));
    connected.shop.setBehaviour({ shopUrls: own && second ? [own, second] : [], sharesOrders });
    const { id } = addOrder(connected, { shopId: 2 });
    expect(await lookUp(connected, String(id))).toMatchObject({ kind: "other_store" });
    expect(await storedIds(connected)).toHaveLength(6);
  },
);

it("a lookup asks every shop of the merchant, and none of another merchant", async () => {
  const [mine, other] = [await openSynced(), await openSynced()];
  const { id } = addOrder(other);
  const ask = (integrationId: string | null) => lookUpOrder(mine.scope, { text: String(id), integrationId, importsOlder: false }, LOOPBACK);
  expect((await ask(null)).lookups).toHaveLength(1);
  expect(await ask(other.integrationId)).toEqual({ lookups: [], shopsNotAsked: 0 });
});

it("an order older than the import start date is imported on request", async () => {
  const connected = await openSynced();
  const { scope, integrationId } = connected;
  const { id } = addOrder(connected);
  await inMerchant(scope.merchantId, (tx) =>
    tx.integration.updateMany({ where: { id: integrationId }, data: { importFrom: new Date(Date.now() + 86_400_000) } }),
  );
  const question = { text: String(id), integrationId, importsOlder: true };
  expect((await lookUpOrder(scope, question, LOOPBACK)).lookups).toMatchObject([{ outcome: { kind: "imported" } }]);
  expect(await storedIds(connected)).toContain(String(id));
});

it("a lookup shows the shop's responses, without query and key", async () => {
  const { scope, integrationId } = await openSynced();
  const { lookups } = await lookUpOrder(scope, { text: "987654321", integrationId, importsOlder: false }, LOOPBACK);
  expect(lookups[0]?.requests).toMatchObject([
    { method: "GET", path: "/wp-json/wc/v3/orders", status: 200 },
    // In the trash.
    { method: "GET", path: "/wp-json/wc/v3/orders", status: 200 },
    { method: "GET", path: "/wp-json/wc/v3/orders/987654321", status: 404 },
  ]);
});

it("lookups by support and orders imported by number are audited", async () => {
  const connected = await openSynced();
  const { scope, integrationId } = connected;
  const { id } = addOrder(connected);
  const staff: MerchantScope = { ...scope, actor: { kind: "staff", personId: randomUUID(), name: "Sam", reason: null } };
  // PostgreSQL rejects text with U+0000.
  for (const asker of [scope, staff]) await lookUpOrder(asker, { text: `\u0000${id}`, integrationId, importsOlder: false }, LOOPBACK);
  const actions = await inMerchant(scope.merchantId, (tx) =>
    tx.auditEvent.findMany({ where: { integrationId, action: { startsWith: "order_" } }, orderBy: { at: "asc" } }),
  );
  expect(actions).toMatchObject([
    { action: "order_imported_by_number", actor: { kind: scope.actor.kind }, details: { number: String(id) } },
    { action: "order_looked_up", actor: { kind: "staff" }, details: { number: String(id) } },
  ]);
});

it("staff without the right to act look an order up, and import nothing", async () => {
  const connected = await openSynced();
  const { scope, integrationId } = connected;
  const { id } = addOrder(connected);
  const actor = { kind: "staff", personId: randomUUID(), name: "Sam", reason: null } as const;
  const lookUpAs = async (staffRole: "viewer" | "agent") => {
    const { lookups } = await lookUpOrder(
      { ...scope, actor, staffRole },
      { text: String(id), integrationId, importsOlder: true },
      LOOPBACK,
    );
    return lookups[0]?.outcome;
  };
  expect(await lookUpAs("viewer")).toEqual({ kind: "not_imported", number: String(id) });
  expect(await storedIds(connected)).not.toContain(String(id));
  expect(await lookUpAs("agent")).toMatchObject({ kind: "imported" });
});
