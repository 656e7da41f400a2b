import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { createIntegration } from "@/lib/integrations/mutations";
import { findSharedNumbers } from "@/lib/orders/tracking/data";
import { importShipments } from "@/lib/orders/tracking/import-shipments";
import { markManyShipped } from "@/lib/orders/tracking/outbox/mutations";

interface Made {
  scope: MerchantScope;
  integrationId: string;
  /** Returns the id of the order with that number. */
  order: (number: string, shop?: string) => Promise<string>;
  connect: (name: string) => Promise<string>;
}

async function merchantWith(...numbers: string[]): Promise<Made> {
  const merchant = await inPlatform((tx) => tx.merchant.create({ data: { name: "M" } }));
  const scope = jobScope("test", merchant.id);
  const connect = async (name: string): Promise<string> => {
    const made = await createIntegration(scope, { name, shopSystem: "woocommerce", baseUrl: `https://${randomUUID()}.example` }, null);
    if (!made.ok) throw new Error(made.reason);
    return made.value.integrationId;
  };
  const integrationId = await connect("Vazen");
  const now = new Date();
  const order = async (number: string, shop = integrationId): Promise<string> => {
    const data = {
      merchantId: merchant.id,
      integrationId: shop,
      externalId: number,
      number,
      status: "processing",
      currency: "EUR",
      total: 1,
      placedAt: now,
      modifiedAt: now,
      raw: {},
      rawHash: new Uint8Array([1]),
      searchText: number,
    };
    const where = { merchantId: merchant.id, integrationId: shop, number };
    return inMerchant(merchant.id, async (tx) => (await tx.shopOrder.findFirst({ where })) ?? (await tx.shopOrder.create({ data }))).then(
      ({ id }) => id,
    );
  };
  for (const number of numbers) await order(number);
  return { scope, integrationId, order, connect };
}

const parcel = (orderId: string, trackingNumber: string) => ({ orderId, carrier: "DHL", trackingNumber, trackingUrl: null });

test("a number of another order is reported with that order, in any letter case; one's own is not", async () => {
  const { scope, order } = await merchantWith("1001", "1002");
  await markManyShipped(scope, [parcel(await order("1001"), "3SABC")]);
  expect(await findSharedNumbers(scope, [parcel(await order("1001"), "3SABC")])).toEqual([]);
  for (const typed of ["3SABC", "3sabc"])
    expect(await findSharedNumbers(scope, [parcel(await order("1002"), typed)])).toEqual([
      { trackingNumber: typed, orders: ["1001", "1002"] },
    ]);
  expect(await findSharedNumbers(scope, [parcel(await order("1002"), "3SABD")])).toEqual([]);
});

test("a number given for two orders at once is reported, with the shop if there are several", async () => {
  const { scope, order, connect } = await merchantWith("1001", "1002", "1003");
  const other = await connect("Kaarsen");
  const parcels = [
    parcel(await order("1001"), "A"),
    parcel(await order("1002"), "B"),
    parcel(await order("1003"), "A"),
    parcel(await order("1001", other), "B"),
  ];
  expect(await findSharedNumbers(scope, parcels)).toEqual([
    { trackingNumber: "A", orders: ["1001", "1003"] },
    { trackingNumber: "B", orders: ["1001 (Kaarsen)", "1002 (Vazen)"] },
  ]);
});

test("parcels of other merchants are ignored", async () => {
  const one = await merchantWith("1001");
  const two = await merchantWith("1001");
  await markManyShipped(one.scope, [parcel(await one.order("1001"), "3SABC")]);
  expect(await findSharedNumbers(two.scope, [parcel(await two.order("1001"), "3SABC")])).toEqual([]);
  expect(await findSharedNumbers(two.scope, [parcel(await one.order("1001"), "3SABC")])).toEqual([]);
});

test("a file with one number for several orders is valid: its preview reports them, a second click records them", async () => {
  const { scope, integrationId, order } = await merchantWith("1001", "1002", "1003");
  await markManyShipped(scope, [parcel(await order("1003"), "C")]);
  const text = "order,carrier,tracking\n1001,DHL,A\n1002,DHL,A\n1001,DHL,C";
  expect(await importShipments(scope, { integrationId, text, preview: true })).toMatchObject({
    ok: true,
    value: {
      kind: "ready",
      count: 3,
      shared: [
        { trackingNumber: "A", orders: ["1001", "1002"] },
        { trackingNumber: "C", orders: ["1001", "1003"] },
      ],
    },
  });
  expect(await importShipments(scope, { integrationId, text, preview: false })).toMatchObject({
    ok: true,
    value: { kind: "recorded", recorded: 3 },
  });
});
