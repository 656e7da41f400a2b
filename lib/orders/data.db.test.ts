import { expect, test } from "vitest";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { findByText } from "@/lib/integrations/list/find-by-text";
import { chooseLeftOutStatuses, createIntegration } from "@/lib/integrations/mutations";
import { ORDERS_PER_PAGE } from "@/lib/orders/count-fresh";
import { countOrders, findOrder, leavesOrdersOut, listOrderStatuses, listOrders, readOrderNews, sumOrders } from "@/lib/orders/data";
import { listExportRows } from "@/lib/orders/export/data";
import { NO_FILTER, type OrderQuery } from "@/lib/orders/order-query";

const ALL: OrderQuery = NO_FILTER;

interface Seed {
  number: string;
  status?: string;
  placedAt?: Date;
  searchText?: string;
  total?: string;
  lines?: object[];
}

async function shopWith(orders: Seed[]): Promise<{ scope: MerchantScope; integrationId: string }> {
  const merchant = await inPlatform((tx) => tx.merchant.create({ data: { name: "M" } }));
  const scope = jobScope("test", merchant.id);
  const created = await createIntegration(scope, { name: "Shop", shopSystem: "woocommerce", baseUrl: "https://shop.example" }, null);
  if (!created.ok) throw new Error(created.reason);
  const { integrationId } = created.value;
  const data = orders.map(
    ({ number, status = "processing", placedAt = new Date("2026-11-01T00:00:00Z"), searchText = number, total = "12.50", lines = [] }) => ({
      merchantId: merchant.id,
      integrationId,
      externalId: number,
      number,
      status,
      currency: "EUR",
      total,
      lines,
      placedAt,
      modifiedAt: placedAt,
      raw: { id: number },
      rawHash: new Uint8Array([1]),
      searchText,
    }),
  );
  await inMerchant(merchant.id, (tx) => tx.shopOrder.createMany({ data }));
  return { scope, integrationId };
}

const numbers = async (scope: MerchantScope, query: Partial<OrderQuery>) =>
  (await listOrders(scope, { ...ALL, ...query })).rows.map(({ number }) => number);

test("paging shows every order once, newest first, even if many were placed at the same instant", async () => {
  const count = 2 * ORDERS_PER_PAGE + 17;
  // A third of them share one instant that spans a page boundary.
  const placed = (index: number) => new Date(Date.UTC(2026, 10, 1, 0, 0, index % 3 === 0 ? 60 : index));
  const { scope } = await shopWith(Array.from({ length: count }, (_, index) => ({ number: String(index), placedAt: placed(index) })));
  const seen: { number: string; placedAt: Date }[] = [];
  let after: OrderQuery["after"] = null;
  do {
    const page = await listOrders(scope, { ...ALL, after });
    seen.push(...page.rows);
    after = page.next;
  } while (after);
  expect(new Set(seen.map(({ number }) => number)).size).toBe(count);
  expect(seen).toHaveLength(count);
  const times = seen.map(({ placedAt }) => placedAt.getTime());
  expect(times).toEqual(times.toSorted((a, b) => b - a));

  // Then page back to the start.
  let page = await listOrders(scope, {
    ...ALL,
    before: { placedAt: new Date(0), id: "00000000-0000-0000-0000-000000000000", value: null },
  });
  const back = [...page.rows];
  expect(page.next).not.toBeNull();
  while (page.previous) {
    page = await listOrders(scope, { ...ALL, before: page.previous });
    back.unshift(...page.rows);
  }
  expect(back.map(({ number }) => number)).toEqual(seen.map(({ number }) => number));
  const oldest = { ...ALL, sort: "oldest" as const };
  const reversed: string[] = [];
  for (let after: OrderQuery["after"] = null, more = true; more; ) {
    const page = await listOrders(scope, { ...oldest, after });
    reversed.push(...page.rows.map(({ number }) => number));
    if (page.next) after = page.next;
    else {
      more = false;
      const before = await listOrders(scope, { ...oldest, before: page.previous });
      expect(before.rows.at(-1)?.number, "the way back").toBe(reversed.at(-page.rows.length - 1));
    }
  }
  expect(reversed).toEqual(seen.map(({ number }) => number).reverse());
  expect(await countOrders(scope, ALL)).toEqual({ total: count, orMore: false });
});

test.each(["highest", "lowest", "status"] as const)(
  "the list sorted by %s shows every order once, forwards and backwards",
  async (sort) => {
    const count = 2 * ORDERS_PER_PAGE + 9;
    const { scope } = await shopWith(
      Array.from({ length: count }, (_, index) => ({
        number: String(index),
        // Equal totals and statuses span page boundaries; as texts, 9 would come after 10.
        total: String((index * 7) % 13),
        status: ["processing", "completed", "on-hold"][index % 3] ?? "",
        placedAt: new Date(Date.UTC(2026, 10, 1, 0, index)),
      })),
    );
    const pages: Awaited<ReturnType<typeof listOrders>>[] = [];
    for (let after: OrderQuery["after"] = null, more = true; more; ) {
      const page = await listOrders(scope, { ...ALL, sort, after });
      pages.push(page);
      after = page.next;
      more = page.next !== null;
    }
    const rows = pages.flatMap((page) => page.rows);
    expect(new Set(rows.map(({ number }) => number)).size).toBe(count);
    expect(rows).toHaveLength(count);
    if (sort === "status") {
      expect(rows).toEqual(
        rows.toSorted((a, b) => (a.status === b.status ? b.placedAt.getTime() - a.placedAt.getTime() : a.status < b.status ? -1 : 1)),
      );
    } else {
      const totals = rows.map(({ total }) => Number(total));
      expect(totals).toEqual(totals.toSorted((a, b) => (sort === "highest" ? b - a : a - b)));
    }
    const [first, second, third] = pages;
    const back = await listOrders(scope, { ...ALL, sort, before: third?.previous ?? null });
    expect(back.rows).toEqual(second?.rows);
    expect((await listOrders(scope, { ...ALL, sort, before: back.previous })).rows).toEqual(first?.rows);
  },
);

test("a search can be paged forwards and backwards, and reports how many orders it found", async () => {
  const count = 2 * ORDERS_PER_PAGE + 9;
  const found = (index: number) => ({ number: String(index), placedAt: new Date(Date.UTC(2026, 10, 1, 0, index)), searchText: "needle" });
  const { scope } = await shopWith([...Array.from({ length: count }, (_, index) => found(index)), { number: "other" }]);
  const query = { ...ALL, search: "needle" };
  const first = await listOrders(scope, query);
  expect(first.previous).toBeNull();
  const second = await listOrders(scope, { ...query, after: first.next, place: 51 });
  const third = await listOrders(scope, { ...query, after: second.next, place: 101 });
  expect([second.rows.length, third.rows.length, third.next]).toEqual([ORDERS_PER_PAGE, 9, null]);
  const backOnSecond = await listOrders(scope, { ...query, before: third.previous, place: 51 });
  expect(backOnSecond.rows).toEqual(second.rows);
  const backOnFirst = await listOrders(scope, { ...query, before: second.previous, place: 1 });
  expect(backOnFirst.rows).toEqual(first.rows);
  expect([backOnSecond.previous === null, backOnFirst.previous]).toEqual([false, null]);
  expect(await countOrders(scope, query)).toEqual({ total: count, orMore: false });
  expect(await countOrders(scope, { ...query, after: first.next })).toEqual({ total: count, orMore: false });
  expect(await sumOrders(scope, { ...query, after: first.next }), "of all pages").toEqual([
    { currency: "EUR", total: String(12.5 * count) },
  ]);
  expect(await sumOrders(scope, { ...ALL, to: "2026-10-31" })).toEqual([]);
});

test("the search matches all words in any order, and % and _ literally", async () => {
  const { scope } = await shopWith([
    { number: "1", searchText: "1001 anneke anneke@example.nl bwx-30" },
    { number: "2", searchText: "1002 bert bert@example.nl 100%_wool" },
  ]);
  expect(await numbers(scope, { search: "BWX anneke" })).toEqual(["1"]);
  expect(await numbers(scope, { search: "100%_w" })).toEqual(["2"]);
  expect(await numbers(scope, { search: "1%2" })).toEqual([]);
  expect(await numbers(scope, { search: "\\" })).toEqual([]);
  expect(await numbers(scope, { search: "' or 1=1 --" })).toEqual([]);
});

test("filters by status and shop narrow the list", async () => {
  const { scope, integrationId } = await shopWith([{ number: "1", status: "completed" }, { number: "2" }, { number: "3" }]);
  expect(await numbers(scope, { status: "completed" })).toEqual(["1"]);
  expect(await numbers(scope, { integrationId })).toHaveLength(3);
  expect((await listOrderStatuses(scope)).map(({ status }) => status)).toEqual(["completed", "processing"]);
});

test("a total keeps every digit that the shop sent, however small it is", async () => {
  const { scope } = await shopWith([{ number: "bitcoin", total: "0.00000001" }]);
  const [row] = (await listOrders(scope, ALL)).rows;
  expect(row?.total).toBe("0.00000001");
  expect(await findOrder(scope, row?.id ?? "")).toMatchObject({ total: "0.00000001" });
  expect((await listExportRows(scope, ALL, "UTC")).rows).toMatchObject([{ total: "0.00000001" }]);
});

test("an order is read back in full, and a malformed column reads as empty instead of breaking the page", async () => {
  const { scope } = await shopWith([
    {
      number: "good",
      lines: [
        {
          externalId: "1",
          name: "Vase",
          sku: "V",
          quantity: 2,
          unitPrice: "5",
          total: "10",
          hsCode: null,
          weightGrams: 3,
          originCountry: null,
        },
      ],
    },
    { number: "odd", lines: [{ name: 5 }] },
  ]);
  const rows = (await listOrders(scope, ALL)).rows;
  const open = (number: string) => findOrder(scope, rows.find((row) => row.number === number)?.id ?? "");
  expect(await open("good")).toMatchObject({ total: "12.5", lines: [{ name: "Vase", quantity: 2 }], raw: { id: "good" } });
  expect(await open("odd")).toMatchObject({ lines: [{ name: "", quantity: 0 }], billing: { name: "", country: "" } });
});

test("another merchant sees no order by list, search or id", async () => {
  const { scope } = await shopWith([{ number: "1" }]);
  const { scope: outsider } = await shopWith([]);
  const id = (await listOrders(scope, ALL)).rows[0]?.id ?? "";
  expect(await numbers(outsider, {})).toEqual([]);
  expect(await numbers(outsider, { search: "1" })).toEqual([]);
  expect(await findOrder(outsider, id)).toBeNull();
  expect(await listOrderStatuses(outsider)).toEqual([]);
});

test("orders are filtered by the state of their parcels, each listed once", async () => {
  const { scope, integrationId } = await shopWith([{ number: "1" }, { number: "2" }, { number: "3" }]);
  const { merchantId, actor } = scope;
  const ids = new Map((await listOrders(scope, ALL)).rows.map(({ number, id }) => [number, id]));
  const parcel = (order: string, trackingNumber: string, status: string) => ({
    merchantId,
    integrationId,
    orderId: ids.get(order) ?? "",
    carrier: "DHL",
    trackingNumber,
    status,
    source: "form",
    recordedBy: actor,
  });
  await inMerchant(merchantId, (tx) =>
    tx.shipment.createMany({
      data: [parcel("1", "a", "failed"), parcel("1", "b", "failed"), parcel("1", "c", "sent"), parcel("2", "d", "waiting")],
    }),
  );
  expect(await numbers(scope, { tracking: "failed" })).toEqual(["1"]);
  expect(await numbers(scope, { tracking: "waiting" })).toEqual(["2"]);
  expect(await numbers(scope, { tracking: "sent" })).toEqual(["1"]);
  expect(await numbers(scope, { tracking: "failed", search: "2" })).toEqual([]);
  // An order with any parcel never counts as one without.
  expect(await numbers(scope, { tracking: "none" })).toEqual(["3"]);
  expect(await numbers(scope, { tracking: "none", search: "3" })).toEqual(["3"]);
  expect(await numbers(scope, { tracking: "none", search: "2" })).toEqual([]);
});

test("orders of excluded statuses appear only behind their filter, and everywhere once their status changes", async () => {
  const { scope, integrationId } = await shopWith([
    { number: "1", status: "processing", searchText: "1 anneke" },
    { number: "2", status: "cancelled", searchText: "2 anneke" },
    { number: "3", status: "100% 'odd'", searchText: "3 anneke" },
  ]);
  const { merchantId } = scope;
  const other = await createIntegration(scope, { name: "Other", shopSystem: "woocommerce", baseUrl: "https://other.example" }, null);
  if (!other.ok) throw new Error(other.reason);
  await inMerchant(
    merchantId,
    (tx) => tx.$executeRaw`
      insert into shop_order (merchant_id, id, integration_id, external_id, number, status, currency, total, placed_at, modified_at, raw, raw_hash, search_text)
      select merchant_id, gen_random_uuid(), ${other.value.integrationId}::uuid, 'other', 'other', status, currency, total, placed_at, modified_at,
        raw, raw_hash, 'other anneke' from shop_order where merchant_id = ${merchantId}::uuid and number = '2'`,
  );
  expect(await leavesOrdersOut(scope)).toBe(false);
  expect(await numbers(scope, { leftOut: true })).toEqual([]);
  expect(await numbers(scope, { leftOut: true, search: "anneke" })).toEqual([]);
  await chooseLeftOutStatuses(scope, integrationId, ["cancelled", "100% 'odd'"]);
  expect(await leavesOrdersOut(scope)).toBe(true);
  for (const search of ["", "anneke"]) {
    // The other shop excludes nothing.
    expect((await numbers(scope, { search })).toSorted()).toEqual(["1", "other"]);
    expect((await numbers(scope, { search, leftOut: true })).toSorted()).toEqual(["2", "3"]);
    expect(await numbers(scope, { search, leftOut: true, status: "cancelled" })).toEqual(["2"]);
    expect(await numbers(scope, { search, status: "cancelled" })).toEqual(["other"]);
  }
  expect((await findByText(scope, "anneke")).orders.map(({ number }) => number).toSorted()).toEqual(["1", "other"]);
  expect((await listExportRows(scope, ALL, "UTC")).rows.map(({ number }) => number).toSorted()).toEqual(["1", "other"]);
  expect((await readOrderNews(scope, ALL, { shown: [], timeZone: "UTC" })).fresh).toBe(2);
  const two = await inMerchant(merchantId, (tx) => tx.shopOrder.findFirstOrThrow({ where: { merchantId, number: "2" } }));
  expect(await findOrder(scope, two.id)).toMatchObject({ number: "2", isLeftOut: true });

  await inMerchant(merchantId, (tx) => tx.shopOrder.updateMany({ where: { merchantId, number: "2" }, data: { status: "on-hold" } }));
  expect((await numbers(scope, {})).toSorted()).toEqual(["1", "2", "other"]);
});

test("an older order that takes the place of one that left the filter is not reported as new", async () => {
  const placed = (index: number) => new Date(Date.UTC(2026, 10, 1, 0, 0, -index));
  const { scope } = await shopWith(
    Array.from({ length: ORDERS_PER_PAGE + 5 }, (_, index) => ({ number: `${index}`, placedAt: placed(index) })),
  );
  const { merchantId } = scope;
  const query = { ...ALL, status: "processing" };
  const shown = (await listOrders(scope, query)).rows.map(({ id }) => id);
  const become = (number: string, status: string) =>
    inMerchant(merchantId, (tx) => tx.shopOrder.updateMany({ where: { merchantId, number }, data: { status } }));
  await become("3", "completed");
  expect((await readOrderNews(scope, query, { shown, timeZone: "UTC" })).fresh).toBe(0);
  const later = (await listOrders(scope, query)).rows.map(({ id }) => id);
  await become("3", "processing");
  expect((await readOrderNews(scope, query, { shown: later, timeZone: "UTC" })).fresh).toBe(1);
});
