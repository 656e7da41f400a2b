import { expect, test } from "vitest";
import { jobPlatformScope, ownerScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { sqlWithin } from "@/lib/infra/sql";
import { findOrderExport, readOrderExport } from "@/lib/orders/export/data";
import type { ExportFormat } from "@/lib/orders/export/formats";
import { type ExportFilter, requestOrderExport } from "@/lib/orders/export/mutations";
import { workOrderExports } from "@/lib/orders/export/work-exports";
import { storeOrders } from "@/lib/orders/mutations";
import { eraseBuyer } from "@/lib/orders/privacy/mutations";
import { workErasures } from "@/lib/orders/privacy/work-erasures";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { fakeShopOrder } from "@/lib/testing/shop-order";

const platform = jobPlatformScope("test");
const work = (signal?: AbortSignal) => workOrderExports(platform, signal);
const BUYER = { ...fakeShopOrder().billing, name: "Zoe Last", email: "zoe@customer.example" };

async function shopWith(count: number): Promise<ConnectedShop> {
  const shop = await connectShop();
  const { scope, integrationId } = shop;
  const orders = Array.from({ length: count }, (_, index) =>
    fakeShopOrder({ externalId: `${index}`, number: `N${index}`, billing: BUYER }),
  );
  await inMerchant(scope.merchantId, (tx) => storeOrders(sqlWithin(tx), scope, { integrationId, runId: null, orders, unreadable: [] }));
  return shop;
}

async function ask({ scope, integrationId }: ConnectedShop, format: ExportFormat = "csv", change: Partial<ExportFilter> = {}) {
  const filter = { search: "", status: null, tracking: null, from: null, to: null, ...change };
  const asked = await requestOrderExport(scope, { integrationId, format, filter });
  if (!asked.ok) throw new Error(asked.reason);
  return asked.value.exportId;
}

async function textOf({ scope }: ConnectedShop, id: string): Promise<string> {
  const parts: string[] = [];
  for await (const part of readOrderExport(scope, id)) parts.push(part);
  return parts.join("");
}

test("an export contains the shop's orders that match the filter, once each, and is audited without what was searched for", async () => {
  const shop = await shopWith(3);
  const [all, one] = [await ask(shop), await ask(shop, "jsonl", { search: "N1" })];
  expect(await findOrderExport(shop.scope, all)).toMatchObject({ status: "queued", rows: 0, finishedAt: null });
  expect([await work(), await work(), await work()]).toEqual([1, 1, 0]);
  expect(await findOrderExport(shop.scope, all)).toMatchObject({ status: "ready", rows: 3, format: "csv" });
  expect((await textOf(shop, all)).split("\r\n")).toHaveLength(5);
  const lines = (await textOf(shop, one)).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).number)).toEqual(["N1"]);
  const audited = await inMerchant(shop.scope.merchantId, (tx) => tx.auditEvent.findMany({ where: { action: "orders_exported" } }));
  expect(audited).toHaveLength(2);
  expect(JSON.stringify(audited)).not.toContain("N1");
});

test("an export and its file belong to one merchant", async () => {
  const [shop, other] = [await shopWith(1), await connectShop()];
  const id = await ask(shop);
  await work();
  expect(await findOrderExport(other.scope, id)).toBeNull();
  expect(await textOf(other, id)).toBe("");
  expect(await requestOrderExport(other.scope, { integrationId: shop.integrationId, format: "csv", filter: {} as ExportFilter })).toEqual({
    ok: false,
    reason: "not_found",
  });
});

test("an export that a worker left behind is written anew by another, and only once", async () => {
  const shop = await shopWith(2);
  const id = await ask(shop);
  const stopped = new AbortController();
  stopped.abort();
  await expect(work(stopped.signal)).rejects.toThrow();
  expect(await findOrderExport(shop.scope, id)).toMatchObject({ status: "running" });
  expect(await work()).toBe(0);
  await inPlatform((tx) => tx.orderExport.updateMany({ where: { id }, data: { workedAt: new Date(Date.now() - 180_000) } }));
  expect(await work()).toBe(1);
  expect(await findOrderExport(shop.scope, id)).toMatchObject({ status: "ready", rows: 2 });
  expect((await textOf(shop, id)).split("\r\n")).toHaveLength(4);
});

test("an export is deleted when it expires", async () => {
  const shop = await shopWith(1);
  const id = await ask(shop);
  await work();
  await inPlatform((tx) => tx.orderExport.updateMany({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } }));
  expect(await findOrderExport(shop.scope, id)).toBeNull();
  await work();
  expect(await inPlatform((tx) => tx.orderExportPart.count({ where: { exportId: id } }))).toBe(0);
});

test("erasing a buyer deletes the merchant's exports at once, and those written until it is finished", async () => {
  const [shop, other] = [await shopWith(2), await shopWith(1)];
  const [before, elsewhere] = [await ask(shop), await ask(other)];
  while ((await work()) > 0);
  const owner = ownerScope(shop.scope);
  if (!owner) throw new Error("no owner");
  expect(await eraseBuyer(owner, { email: BUYER.email })).toMatchObject({ ok: true });
  expect(await findOrderExport(shop.scope, before)).toBeNull();
  // The orders still name the buyer.
  const meanwhile = await ask(shop);
  await work();
  expect(await textOf(shop, meanwhile)).toContain(BUYER.email);
  while ((await workErasures(platform)) > 0);
  expect(await textOf(shop, meanwhile)).toBe("");
  const after = await ask(shop);
  await work();
  expect(await textOf(shop, after)).toContain("N1");
  expect(await textOf(shop, after)).not.toContain(BUYER.email);
  expect(await findOrderExport(other.scope, elsewhere)).toMatchObject({ status: "ready" });
});
