import { expect, it } from "vitest";
import { inMerchant } from "@/lib/infra/db";
import { sqlWithin } from "@/lib/infra/sql";
import { findIntegrationSettings } from "@/lib/integrations/data";
import { storeOrders } from "@/lib/orders/mutations";
import { listQuarantinedOrders, readCoverage } from "@/lib/sync/coverage-reads";
import { dismissQuarantinedOrder, restoreQuarantinedOrder } from "@/lib/sync/quarantine/mutations";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { fakeShopOrder } from "@/lib/testing/shop-order";

const store = ({ scope, integrationId }: ConnectedShop, orders: ReturnType<typeof fakeShopOrder>[], unreadable: object[]) =>
  inMerchant(scope.merchantId, (tx) =>
    storeOrders(sqlWithin(tx), scope, { integrationId, runId: null, orders, unreadable: unreadable as never }),
  );
const broken = (externalId: string) => ({ externalId, modifiedAt: null, error: "total", raw: { id: externalId } });
const quarantined = async (shop: ConnectedShop) => (await listQuarantinedOrders(shop.scope, shop.integrationId)).entries;

it("a dismissed order keeps who, when and why while it stays unreadable, and counts as unreadable all the same", async () => {
  const shop = await connectShop();
  const { scope, integrationId } = shop;
  await store(shop, [], [broken("1"), broken("2")]);
  const [{ id = "", externalId = "" } = {}] = await quarantined(shop);
  const of = { integrationId, quarantinedId: id };
  expect(await dismissQuarantinedOrder(scope, { ...of, reason: "A test order" })).toEqual({ ok: true, value: true });
  // A second click changes nothing, and the shop sends it as before.
  expect(await dismissQuarantinedOrder(scope, { ...of, reason: "Another" })).toEqual({ ok: true, value: true });
  await store(shop, [], [broken("1"), broken("2")]);
  const dismissed = { at: expect.any(Date), by: expect.any(String), reason: "A test order" };
  expect((await quarantined(shop)).find((order) => order.id === id)).toMatchObject({ externalId, dismissed });
  expect(await findIntegrationSettings(scope, integrationId)).toMatchObject({ quarantined: 2, dismissed: 1 });
  await inMerchant(scope.merchantId, (tx) =>
    tx.coverageInterval.create({ data: { merchantId: scope.merchantId, integrationId, coveredFrom: new Date(0), coveredTo: new Date() } }),
  );
  expect(await readCoverage(scope, integrationId)).toMatchObject({ unreadable: 2, dismissed: 1 });

  expect(await restoreQuarantinedOrder(scope, of)).toEqual({ ok: true, value: true });
  expect(await restoreQuarantinedOrder(scope, of)).toEqual({ ok: false, reason: "not_found" });
  expect(await findIntegrationSettings(scope, integrationId)).toMatchObject({ quarantined: 2, dismissed: 0 });
  const actions = await inMerchant(scope.merchantId, (tx) =>
    tx.auditEvent.findMany({ orderBy: { at: "asc" }, select: { action: true, details: true } }),
  );
  expect(actions.filter(({ action }) => action.startsWith("order_dismiss"))).toEqual([
    { action: "order_dismissed", details: { order: externalId, reason: "A test order" } },
    { action: "order_dismissal_undone", details: { order: externalId } },
  ]);
});

it("a dismissed order that can be read is imported, and one that breaks again later is no longer dismissed", async () => {
  const shop = await connectShop();
  await store(shop, [], [broken("1")]);
  const [{ id = "" } = {}] = await quarantined(shop);
  await dismissQuarantinedOrder(shop.scope, { integrationId: shop.integrationId, quarantinedId: id, reason: "x" });
  await store(shop, [fakeShopOrder({ externalId: "1" })], []);
  expect(await quarantined(shop)).toEqual([]);
  await store(shop, [], [broken("1")]);
  expect(await quarantined(shop)).toMatchObject([{ id, dismissed: null }]);
});
