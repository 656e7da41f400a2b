import { randomUUID } from "node:crypto";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { required } from "@/lib/infra/env";
import { createIntegration } from "@/lib/integrations/mutations";
import { listOrders } from "@/lib/orders/data";
import { NO_FILTER, type OrderQuery, searchTerms } from "@/lib/orders/order-query";

const ALL: OrderQuery = NO_FILTER;
/** More than the newest orders that a search scans before it uses the index. */
const ORDERS = 2_600;
const NAMES = ["anna visser", "bert de vries", "cem aydin", "dana 100%_wol", "eva o'neill"];

interface Known {
  id: string;
  text: string;
  status: string;
  placedAt: Date;
}

let scope: MerchantScope;
let integrationId: string;
let known: Known[];
const admin = new pg.Client({ connectionString: required("MIGRATE_DATABASE_URL") });

async function makeShop(): Promise<{ scope: MerchantScope; integrationId: string }> {
  const merchant = await inPlatform((tx) => tx.merchant.create({ data: { name: "M" } }));
  const made = jobScope("test", merchant.id);
  const created = await createIntegration(made, { name: "Shop", shopSystem: "woocommerce", baseUrl: "https://shop.example" }, null);
  if (!created.ok) throw new Error(created.reason);
  return { scope: made, integrationId: created.value.integrationId };
}

/** Orders a minute apart, newest first; the words of an order follow from its position. */
async function fill(shop: { scope: MerchantScope; integrationId: string }, count: number): Promise<Known[]> {
  const orders = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    text: `${10_000 + index} ${NAMES[index % NAMES.length]} sku-${index % 37}${index === count - 1 ? " needle" : ""}`,
    status: index % 3 === 0 ? "completed" : "processing",
    placedAt: new Date(Date.UTC(2026, 10, 20) - index * 60_000),
  }));
  const common = { merchantId: shop.scope.merchantId, integrationId: shop.integrationId, currency: "EUR", total: 1, raw: {} };
  await inMerchant(shop.scope.merchantId, (tx) =>
    tx.shopOrder.createMany({
      data: orders.map(({ id, text, status, placedAt }) => ({
        ...common,
        id,
        status,
        placedAt,
        modifiedAt: placedAt,
        searchText: text,
        externalId: id,
        number: text.slice(0, 5),
        rawHash: new Uint8Array([1]),
      })),
    }),
  );
  return orders;
}

beforeAll(async () => {
  await admin.connect();
  const shop = await makeShop();
  ({ scope, integrationId } = shop);
  known = await fill(shop, ORDERS);
  await fill(await makeShop(), 3_000);
  await admin.query("vacuum analyze shop_order");
});
afterAll(() => admin.end());

/** The search's specification in its simplest form. */
const matches = (order: Known, query: OrderQuery): boolean =>
  searchTerms(query.search).every((word) =>
    word.length < 3 ? order.text.startsWith(word) || order.text.includes(` ${word}`) : order.text.includes(word),
  ) &&
  (query.status === null || order.status === query.status);

async function listAll(query: OrderQuery): Promise<string[]> {
  const ids: string[] = [];
  let after: OrderQuery["after"] = null;
  do {
    const page = await listOrders(scope, { ...query, after }, { perPage: 400 });
    ids.push(...page.rows.map(({ id }) => id));
    after = page.next;
  } while (after);
  return ids;
}

test("paging through any search shows exactly the orders that contain every word, newest first, each once", { retry: 0 }, async () => {
  const word = fc.constantFrom(
    "anna",
    "VRIES",
    "de",
    "sku-3",
    "sku-36",
    "100%_",
    "%",
    "_",
    "o'neill",
    "needle",
    "125",
    "12599",
    "nobody",
    "\\",
    "a",
  );
  const query = fc.record({ terms: fc.array(word, { minLength: 1, maxLength: 3 }), status: fc.constantFrom(null, "completed", "none") });
  await fc.assert(
    fc.asyncProperty(query, async ({ terms, status }) => {
      const asked = { ...ALL, search: terms.join(" "), status };
      expect(await listAll(asked)).toEqual(known.filter((order) => matches(order, asked)).map(({ id }) => id));
    }),
    { numRuns: 30 },
  );
});

test("an order is found by part of its tracking number, in any letter case, also a very old one", async () => {
  const oldest = known.at(-1);
  await inMerchant(scope.merchantId, (tx) =>
    tx.shipment.create({
      data: {
        merchantId: scope.merchantId,
        integrationId,
        orderId: oldest?.id ?? "",
        source: "form",
        recordedBy: scope.actor,
        carrier: "PostNL",
        trackingNumber: "3SMOOR0012345",
      },
    }),
  );
  expect(await listAll({ ...ALL, search: "3smoor0012345" })).toEqual([oldest?.id]);
  expect(await listAll({ ...ALL, search: "moor00" })).toEqual([oldest?.id]);
  expect(await listAll({ ...ALL, search: "moor00", status: "none" })).toEqual([]);
});

test("date filters use the caller's time zone", async () => {
  const day = { ...ALL, from: "2026-11-19", to: "2026-11-19" };
  const inZone = async (timeZone: string) =>
    (await listOrders(scope, day, { timeZone, perPage: 2_000 })).rows.map(({ placedAt }) => placedAt.toISOString());
  const amsterdam = await inZone("Europe/Amsterdam");
  expect([amsterdam.length, amsterdam[0], amsterdam.at(-1)]).toEqual([1440, "2026-11-19T22:59:00.000Z", "2026-11-18T23:00:00.000Z"]);
  expect((await inZone("UTC"))[0]).toBe("2026-11-19T23:59:00.000Z");
  expect((await listOrders(scope, { ...day, search: "anna" }, { timeZone: "UTC", perPage: 2_000 })).rows).toHaveLength(288);
});

test("the search uses the word index within the merchant, and the application's role may use it", async () => {
  const { rows } = await admin.query<{ statement: string }>(
    "select order_search_statement($1, array['needle'], '{}', 'true', 51) as statement",
    [scope.merchantId],
  );
  await admin.query("begin");
  await admin.query("set local role mooring_platform");
  await admin.query("set local enable_seqscan = off");
  const plan = JSON.stringify((await admin.query(`explain (format json) ${rows[0]?.statement}`)).rows);
  await admin.query("rollback");
  expect(plan).toContain("shop_order_search_idx");
  expect(plan).not.toContain("Seq Scan");
  // The index condition includes the merchant: other merchants' orders cost nothing.
  expect(plan).toMatch(/"Index Cond":"\(\(merchant_id = [^"]*search_text ~~/);
});

test("the search returns only orders of its transaction's merchant, and none without one", async () => {
  const { scope: outsider } = await makeShop();
  expect((await listOrders(outsider, { ...ALL, search: "needle" })).rows).toEqual([]);
  const ask = "select id from search_orders(array['needle'], null, null, null, null, null, null, null, false, 10)";
  await admin.query("begin");
  await admin.query("set local role mooring_app");
  expect((await admin.query(ask)).rows).toEqual([]);
  await admin.query("select set_config('app.merchant_id', $1, true)", [scope.merchantId]);
  expect((await admin.query(ask)).rows).toHaveLength(1);
  await admin.query("rollback");
});
