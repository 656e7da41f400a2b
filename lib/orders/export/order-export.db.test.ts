import { expect, test } from "vitest";
import { jobScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { csvFormOf, RAW_STYLE } from "@/lib/infra/print-csv";
import { printOrders } from "@/lib/orders/export/csv";
import { NO_FILTER, type OrderQuery } from "@/lib/orders/order-query";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";

async function shopWith(count: number): Promise<ConnectedShop> {
  const connected = await connectShop();
  const { scope, integrationId } = connected;
  const data = Array.from({ length: count }, (_, index) => ({
    merchantId: scope.merchantId,
    integrationId,
    externalId: `${index}`,
    number: `N${index}`,
    currency: "EUR",
    total: "12.5",
    status: index % 3 === 0 ? "completed" : "processing",
    raw: {},
    rawHash: new Uint8Array([1]),
    searchText: `n${index}`,
    // Many were placed at the same instant, also across a page boundary.
    placedAt: new Date(Date.UTC(2026, 10, 1, 0, 0, Math.floor(index / 7))),
    modifiedAt: new Date(),
  }));
  await inMerchant(scope.merchantId, (tx) => tx.shopOrder.createMany({ data }));
  return connected;
}

async function numbersOf({ scope }: ConnectedShop, query: Partial<OrderQuery> = {}): Promise<{ numbers: string[]; pieces: number }> {
  const printed = { query: { ...NO_FILTER, ...query }, timeZone: "UTC", style: RAW_STYLE };
  const pieces: string[] = [];
  for await (const piece of printOrders(scope, printed)) pieces.push(piece);
  const lines = pieces.join("").split("\r\n").slice(1, -1);
  return { numbers: lines.map((line) => line.split(",")[0] ?? ""), pieces: pieces.length };
}

test("an export streams every listed order once, in chunks", async () => {
  const connected = await shopWith(1234);
  const { numbers, pieces } = await numbersOf(connected);
  expect(numbers).toHaveLength(1234);
  expect(new Set(numbers).size).toBe(1234);
  // The header and three pages.
  expect(pieces).toBe(4);
});

test("an export contains what the list shows for the same filters, and nothing of another merchant", async () => {
  const connected = await shopWith(30);
  expect((await numbersOf(connected, { status: "completed" })).numbers).toHaveLength(10);
  expect((await numbersOf(connected, { search: "n17" })).numbers).toEqual(["N17"]);
  const outsider = await connectShop();
  expect((await numbersOf(outsider, { integrationId: connected.integrationId })).numbers).toEqual([]);
  const scope = jobScope("test", outsider.scope.merchantId);
  expect((await numbersOf({ ...outsider, scope })).numbers).toEqual([]);
});

test("an export row has the shop's name of a status that a plugin added, beside its code", async () => {
  const { scope, integrationId } = await shopWith(1);
  await inMerchant(scope.merchantId, async (tx) => {
    await tx.integration.updateMany({ where: { id: integrationId }, data: { statusNames: { packed: "Ingepakt & klaar" } } });
    await tx.shopOrder.updateMany({ data: { status: "packed" } });
  });
  const printed = { query: NO_FILTER, timeZone: "UTC", style: { ...RAW_STYLE, ...csvFormOf("de") } };
  const pieces: string[] = [];
  for await (const piece of printOrders(scope, printed)) pieces.push(piece);
  expect(pieces.join("")).toContain(";packed;Ingepakt & klaar;");
});

test("an export row includes the parcels of its order", async () => {
  const { scope, integrationId } = await shopWith(1);
  const [order] = await inMerchant(scope.merchantId, (tx) => tx.shopOrder.findMany());
  const parcel = { carrier: "DHL", trackingNumber: "JJD1", status: "sent", source: "form", recordedBy: scope.actor };
  await inMerchant(scope.merchantId, (tx) =>
    tx.shipment.create({ data: { merchantId: scope.merchantId, integrationId, orderId: order?.id ?? "", ...parcel } }),
  );
  const printed = { query: NO_FILTER, timeZone: "UTC", style: { ...RAW_STYLE, ...csvFormOf("de") } };
  const pieces: string[] = [];
  for await (const piece of printOrders(scope, printed)) pieces.push(piece);
  expect(pieces.join("")).toContain(";12,50;");
  expect(pieces.join("")).toContain(";DHL JJD1;sent;");
});
