import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { LANE_STATES } from "@/lib/health/lane/lane";
import { TONES, toneRank } from "@/lib/health/lane/tone";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { listDrafts } from "@/lib/integrations/data";
import { weighEffect } from "@/lib/integrations/list/effect";
import { countShops, listMatchingIds, listShopPage, readOverview, readTones } from "@/lib/integrations/list/list-reads";
import { EVERYTHING, type ListQuery, SORTS } from "@/lib/integrations/list/list-view";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { rowTone } from "@/lib/integrations/story";
import { INCIDENTS_OF_LANES } from "@/lib/testing/incidents-of-lanes";

/** Estimates are rounded to this many orders. */
const ROUNDED = 10;

let scope: MerchantScope;
let all: IntegrationRow[];

/** A shop for every pair of states, some with runs, checks, parcels and past orders to estimate missed ones from. */
async function makeShops(merchantId: string): Promise<void> {
  await inPlatform(async (tx) => {
    await tx.merchant.create({ data: { id: merchantId, name: "Lists" } });
    await tx.$executeRaw`
      insert into integration (merchant_id, id, name, shop_system, base_url, last_order_at)
      select ${merchantId}::uuid, gen_random_uuid(), 'Shop ' || lpad(n::text, 3, '0'), (array['woocommerce','magento','prestashop'])[1 + n % 3],
        'https://shop-' || n || '.example', case when n % 4 = 0 then null else now() - n * interval '1 minute' end
      from generate_series(0, 71) n`;
    const shops = await tx.integration.findMany({ where: { merchantId }, orderBy: { name: "asc" }, select: { id: true } });
    for (const [index, { id: integrationId }] of shops.entries()) {
      const lane = { merchantId, integrationId };
      const state = (place: number) => LANE_STATES[place % LANE_STATES.length] ?? "regular";
      const since = new Date(Date.now() - index * 60_000);
      const lastSuccessAt = new Date(Date.now() - 86_400_000);
      const [orders, tracking] = [state(index), state(Math.floor(index / LANE_STATES.length))];
      const begun = index % 17 === 2 ? { reason: "no_credentials", lastSuccessAt: null } : { lastSuccessAt };
      await tx.lane.create({ data: { ...lane, lane: "orders_in", state: orders, since, ...begun } });
      await tx.lane.create({ data: { ...lane, lane: "tracking_out", state: tracking, since, lastSuccessAt } });
      const by = { requestedBy: { kind: "job", job: "test" } };
      const trigger = index % 2 === 0 ? "refresh" : "routine";
      if (index % 5 === 0) await tx.syncRun.create({ data: { ...lane, ...by, trigger } });
      if (index % 3 === 0) {
        const finishedAt = new Date(Date.now() - index * 1_000);
        await tx.reachabilityCheck.create({ data: { ...lane, ...by, trigger: "manual", status: "done", verdict: "healthy", finishedAt } });
      }
    }
    await tx.$executeRaw`
      insert into shop_order (merchant_id, id, integration_id, external_id, number, status, currency, total, placed_at, modified_at, raw, raw_hash)
      select i.merchant_id, gen_random_uuid(), i.id, o.n || '-' || w, o.n || '-' || w, 'processing', 'EUR', 1,
        now() - w * interval '1 week' - o.n * interval '1 minute', now(), '{}', ''
      from (select *, row_number() over (order by name) as place from integration where merchant_id = ${merchantId}::uuid) i,
        generate_series(1, 9) w, lateral generate_series(1, (i.place % 7)::int * 8) o(n) where i.place % 3 <> 0`;
    await tx.$executeRaw`
      insert into shipment (merchant_id, id, integration_id, order_id, carrier, tracking_number, source, status, recorded_by)
      select merchant_id, gen_random_uuid(), integration_id, id, 'x', external_id, 'form', case when external_id like '%-1' then 'waiting' else 'sent' end, '{"kind":"job","job":"test"}'
      from shop_order where merchant_id = ${merchantId}::uuid and external_id like '%-_'`;
    await tx.$executeRawUnsafe(INCIDENTS_OF_LANES);
  });
}

const query = (over: Partial<ListQuery>): ListQuery => ({ ...EVERYTHING, ...over });
const readAllPages = async (over: Partial<ListQuery>): Promise<IntegrationRow[]> => [
  ...(await listShopPage(scope, query(over))).rows,
  ...(await listShopPage(scope, query({ ...over, page: 2 }))).rows,
];
const namesOf = (rows: readonly IntegrationRow[]): string[] => rows.map(({ name }) => name);
const search = async (text: string): Promise<string[]> => namesOf((await listShopPage(scope, query({ search: text, sort: "name" }))).rows);

beforeAll(async () => {
  scope = jobScope("test", randomUUID());
  await makeShops(scope.merchantId);
  all = await readAllPages({ sort: "name" });
});

describe("a page of the list", () => {
  test.each(SORTS)("sorted by %s, lists every shop once across pages, with the total", async (sort) => {
    const [first, second, beyond] = await Promise.all([1, 2, 9].map((page) => listShopPage(scope, query({ sort, page }))));
    expect([first?.total, second?.total]).toEqual([72, 72]);
    expect([first?.rows.length, second?.rows.length]).toEqual([50, 22]);
    expect(new Set([...(first?.rows ?? []), ...(second?.rows ?? [])].map(({ id }) => id)).size).toBe(72);
    expect(beyond?.page).toBe(1);
    expect(namesOf(beyond?.rows ?? [])).toEqual(namesOf(first?.rows ?? []));
  });

  test("is sorted by tone, and within a tone by effect", async () => {
    const rows = await readAllPages({});
    const ranks = rows.map((row) => toneRank(rowTone(row)));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    const needing = rows.filter((row) => rowTone(row) === "action_needed").map(weighEffect);
    expect(new Set(needing).size, "shops differ in what they lose").toBeGreaterThan(4);
    // Sorted by the exact estimate, displayed rounded.
    for (const [index, weight] of needing.entries()) expect(weight).toBeLessThanOrEqual((needing[index - 1] ?? weight) + ROUNDED);
  });

  test("filters by tone and shop system, consistently with rows and counts", async () => {
    const counts = await countShops(scope);
    expect(counts.total).toBe(72);
    expect(counts.shopSystems).toEqual(["woocommerce", "magento", "prestashop"]);
    expect(counts.throttled).toBe(all.filter((row) => row.lanes.orders_in.state === "throttled" && !row.run).length);
    const tones = await readTones(scope, null);
    for (const row of all) expect(tones.get(row.id), row.name).toBe(rowTone(row));
    for (const tone of TONES) {
      const { rows, total } = await listShopPage(scope, query({ tone }));
      expect(total, tone).toBe(all.filter((row) => rowTone(row) === tone).length);
      expect(counts.tones[tone]).toBe(total);
      expect(rows.every((row) => rowTone(row) === tone)).toBe(true);
    }
    const { rows } = await listShopPage(scope, query({ tone: "action_needed", shopSystem: "magento" }));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => rowTone(row) === "action_needed" && row.shopSystem === "magento")).toBe(true);
  });

  test("matches every word in name or address, ignores case, and treats no character as a wildcard", async () => {
    expect(await search("SHOP-12 .example")).toEqual(["Shop 012"]);
    expect(await search("012 shop")).toEqual(["Shop 012"]);
    expect(await search("shop-12 shop-13")).toEqual([]);
    for (const sign of ["%", "_", "\\"]) expect(await search(sign)).toEqual([]);
    const [shop] = all;
    await inPlatform((tx) =>
      tx.integration.updateMany({ where: { id: shop?.id ?? "" }, data: { baseUrl: "https://xn--bcher-kva.example" } }),
    );
    for (const text of ["büch", "BÜCH", "xn--bcher"]) expect(await search(text), text).toEqual([shop?.name]);
  });
});

test("selecting all matching shops selects exactly those the list shows across pages", async () => {
  const ids = await listMatchingIds(scope, EVERYTHING);
  expect([...ids].sort()).toEqual(all.map(({ id }) => id).sort());
  const slow = await listMatchingIds(scope, { search: "shop", tone: "recovering", shopSystem: null });
  expect([...slow].sort()).toEqual(
    all
      .filter((row) => rowTone(row) === "recovering")
      .map(({ id }) => id)
      .sort(),
  );
});

test("the overview shows the first shops of each tone, and facts about all", async () => {
  const { rows, counts, facts } = await readOverview(scope);
  for (const tone of TONES) {
    const own = rows.filter((row) => rowTone(row) === tone);
    const most = { action_needed: 20, recovering: 5, working: 5, idle: 5, healthy: 0 }[tone];
    expect(own.length, tone).toBe(Math.min(most, counts.tones[tone]));
    const listed = await listShopPage(scope, query({ tone }));
    expect(namesOf(own), tone).toEqual(namesOf(listed.rows.slice(0, most)));
  }
  const newest = all
    .filter((row) => rowTone(row) === "healthy")
    .flatMap(({ lastOrderAt }) => lastOrderAt ?? [])
    .sort()
    .at(-1);
  expect(facts.lastOrderAt?.toISOString()).toBe(newest);
  expect(facts).toMatchObject({ connected: 0, imported: 0, healthy: 0, draftId: all[0]?.id });
});

test("another merchant neither sees nor counts them", async () => {
  const outsider = jobScope("test", randomUUID());
  expect(await listShopPage(outsider, EVERYTHING)).toEqual({ rows: [], total: 0, page: 1 });
  expect((await countShops(outsider)).total).toBe(0);
  expect(await listMatchingIds(outsider, EVERYTHING)).toEqual([]);
  expect((await readTones(outsider, all[0]?.id ?? null)).size).toBe(0);
  expect((await readOverview(outsider)).rows).toEqual([]);
  expect(await listDrafts(outsider)).toEqual([]);
  expect((await listDrafts(scope))[0]).toMatchObject({ id: all[0]?.id });
});
