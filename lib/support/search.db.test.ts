import { randomUUID } from "node:crypto";
import { createTranslator } from "use-intl/core";
import { beforeAll, describe, expect, test } from "vitest";
import { anyKey } from "@/lib/i18n/any-key";
import german from "@/lib/i18n/messages/de/causes.json";
import { jobPlatformScope, staffScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { countShops } from "@/lib/operations/fleet/data";
import { findAnything } from "@/lib/support/find";
import { findCauses } from "@/lib/support/find-causes";
import { searchedNetwork } from "@/lib/support/find-statement";
import { HITS_SHOWN } from "@/lib/support/hits";
import { buyerSearchSchema, searchBuyer } from "@/lib/support/mutations";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";

const scope = jobPlatformScope("test");
const staff = staffScope({ personId: randomUUID(), name: "Ana", email: "", isStaff: true, staffRole: "agent", sourceAddress: "192.0.2.9" });
if (!staff) throw new Error("no scope");
const ana = staff;
const find = (text: string) => findAnything(scope, text);
const NETWORK = "203.0.113.0/24";

/** A shop with an order 1001, placed on a day of May. */
async function makeShop(merchant: string, shop: string, day: number): Promise<ConnectedShop> {
  const connected = await connectShop();
  const { merchantId } = connected.scope;
  const id = connected.integrationId;
  await inMerchant(merchantId, async (tx) => {
    await tx.merchant.update({ where: { id: merchantId }, data: { name: merchant } });
    await tx.integration.update({
      where: { merchantId_id: { merchantId, id } },
      data: { name: shop, baseUrl: `https://${shop.toLowerCase()}.example`, statusNames: { "at-packer": "Beim Packer" } },
    });
    const order = await tx.shopOrder.create({
      data: {
        merchantId,
        integrationId: id,
        externalId: "1",
        number: "1001",
        status: "at-packer",
        currency: "EUR",
        total: "19.95",
        placedAt: new Date(Date.UTC(2026, 4, day)),
        modifiedAt: new Date(),
        raw: {},
        rawHash: new Uint8Array(32),
        customerEmail: "Erika@Customer.example",
      },
    });
    await tx.shipment.create({
      data: { merchantId, integrationId: id, orderId: order.id, carrier: "DHL", trackingNumber: "JJD0007", source: "form", recordedBy: {} },
    });
    await tx.fleetFact.create({
      data: {
        merchantId,
        integrationId: id,
        shopSystem: "woocommerce",
        checkedAt: new Date(),
        cause: "ip_blocked",
        since: new Date(),
        network: NETWORK,
        address: `203.0.113.${day}`,
      },
    });
  });
  return connected;
}

let tulips: ConnectedShop;
let roses: ConnectedShop;
beforeAll(async () => {
  tulips = await makeShop("Bloemenhuis", "Tulpen", 3);
  roses = await makeShop("Rosengarten", "Rosen", 7);
});

describe("a search by support", () => {
  test("tells orders and parcels of equal numbers apart: shop, merchant, day, total and state, the newest first", async () => {
    const orders = (await find("1001")).filter(({ kind }) => kind === "order");
    expect(orders.map(({ merchantName, order }) => [merchantName, order?.shop, order?.placedAt.getUTCDate()])).toEqual([
      ["Rosengarten", "Rosen", 7],
      ["Bloemenhuis", "Tulpen", 3],
    ]);
    expect(orders[0]?.order).toMatchObject({ total: "19.95", currency: "EUR", status: "at-packer", statusName: "Beim Packer" });
    const parcels = await find("jjd 0007");
    expect(parcels.map(({ kind, text, order }) => [kind, text, order?.number, order?.shop])).toEqual([
      ["parcel", "JJD0007", "1001", "Rosen"],
      ["parcel", "JJD0007", "1001", "Tulpen"],
    ]);
  });

  test.each(["1001 tulp", "#1001 bloemenh", "1001 TULPEN.example"])(
    "narrows %s to the order of the named shop or merchant",
    async (text) => {
      const orders = (await find(text)).filter(({ kind }) => kind === "order");
      expect(orders.map(({ merchantId }) => merchantId)).toEqual([tulips.scope.merchantId]);
    },
  );

  test("finds the shops at an IP address, then those of its network, and a shop by the URL of one of its pages", async () => {
    const shops = async (text: string) => (await find(text)).map(({ kind, note }) => `${kind} ${note}`);
    expect(await shops("203.0.113.7")).toEqual(["shop Rosen · 203.0.113.7", "shop Tulpen · 203.0.113.3"]);
    expect((await shops("203.0.113.3"))[0]).toBe("shop Tulpen · 203.0.113.3");
    expect(await shops(NETWORK)).toHaveLength(2);
    expect(await shops("203.0.114.7")).toEqual([]);
    expect(await shops("https://www.tulpen.example/product/12?x=1")).toEqual(["shop Tulpen"]);
  });

  test.each([
    ["192.0.2.7", "192.0.2.0/24"],
    ["2001:db8:1:2::3", "2001:db8:1::/48"],
    ["192.0.2.0/24", "192.0.2.0/24"],
    ["192.0.2.0/8", null],
    ["192.0.2.0/24/24", null],
    ["1001", null],
    ["10.5", null],
    ["0x7f.1.1.1", null],
  ])("reads %s as the network %s", (text, network) => {
    expect(searchedNetwork(text)).toBe(network);
  });

  test("finds causes by a part of their name in the user's language, with as many shops as the linked list holds", async () => {
    const t = anyKey(createTranslator({ locale: "de", messages: german }));
    const [cause] = await findCauses(scope, "ip_blocked", t);
    expect(cause).toMatchObject({ code: "ip_blocked", shops: await countShops(scope, { cause: "ip_blocked" }) });
    expect(cause?.shops).toBe(2);
    expect((await findCauses(scope, cause?.name.slice(4, 20).toUpperCase() ?? "", t)).map(({ code }) => code)).toContain("ip_blocked");
    expect(await findCauses(scope, "ip", t)).toEqual([]);
  });

  test("shows a dozen of many equal numbers, the newest", async () => {
    const { merchantId } = roses.scope;
    const common = {
      merchantId,
      integrationId: roses.integrationId,
      status: "x",
      currency: "EUR",
      total: 1,
      raw: {},
      rawHash: new Uint8Array(32),
    };
    await inMerchant(merchantId, (tx) =>
      tx.shopOrder.createMany({
        data: Array.from({ length: 40 }, (_, index) => ({
          ...common,
          externalId: `many ${index}`,
          number: "77",
          modifiedAt: new Date(),
          placedAt: new Date(Date.UTC(2026, 0, 1 + index)),
        })),
      }),
    );
    const found = await find("77");
    expect(found).toHaveLength(HITS_SHOWN);
    expect(found[0]?.order?.placedAt).toEqual(new Date(Date.UTC(2026, 0, 40)));
  });
});

describe("a search for a buyer", () => {
  const reason = "Ticket 4711";

  test("finds the orders of all merchants by the whole address, and no others", async () => {
    const found = await searchBuyer(ana, { email: "erika@customer.example", reason });
    expect(found.ok && found.value.hits.map(({ order }) => order?.shop)).toEqual(["Rosen", "Tulpen"]);
    for (const email of ["erika@customer.exampl", "%@customer.example", ""])
      expect(await searchBuyer(ana, { email, reason })).toMatchObject({ value: { hits: [] } });
  });

  test("logs who searched and why, at each merchant with the numbers of its own orders, and nowhere the address", async () => {
    await searchBuyer(ana, { email: "erika@customer.example", reason });
    const [event] = await inPlatform((tx) =>
      tx.platformEvent.findMany({ where: { action: "buyer_searched" }, orderBy: { at: "desc" }, take: 1 }),
    );
    expect(event).toMatchObject({ actor: { name: "Ana" }, details: { reason, orders: 2, merchants: 2 }, sourceAddress: "192.0.2.9" });
    const entries = await inPlatform((tx) => tx.auditEvent.findMany({ where: { action: "support_buyer_searched" } }));
    const merchants = new Set(entries.map(({ merchantId }) => merchantId));
    expect(merchants).toEqual(new Set([tulips.scope.merchantId, roses.scope.merchantId]));
    expect(entries[0]).toMatchObject({ actor: { kind: "staff", name: "Ana", reason }, details: { reason, orders: "1001" } });
    expect(JSON.stringify([event, entries]).toLowerCase()).not.toContain("erika");
  });

  test("needs an address and a reason, and logs a search that finds nothing, too", async () => {
    expect(buyerSearchSchema.safeParse({ email: "erika@customer.example", reason: "  " }).success).toBe(false);
    expect(buyerSearchSchema.safeParse({ email: "erika", reason }).success).toBe(false);
    expect(buyerSearchSchema.parse({ email: " ERIKA@Customer.example ", reason })).toMatchObject({ email: "erika@customer.example" });
    const count = () => inPlatform((tx) => tx.platformEvent.count({ where: { action: "buyer_searched" } }));
    const before = await count();
    await searchBuyer(ana, { email: "none@customer.example", reason });
    expect(await count()).toBe(before + 1);
  });

  test("finds no buyer who was erased", async () => {
    const { merchantId } = tulips.scope;
    await inMerchant(merchantId, (tx) =>
      tx.shopOrder.updateMany({ where: { merchantId }, data: { customerEmail: "", buyerErasedAt: new Date() } }),
    );
    const found = await searchBuyer(ana, { email: "erika@customer.example", reason });
    expect(found.ok && found.value.hits.map(({ order }) => order?.shop)).toEqual(["Rosen"]);
  });
});
