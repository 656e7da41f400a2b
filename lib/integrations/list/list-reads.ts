import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { TONES, type Tone } from "@/lib/health/lane/tone";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { MAX_AT_ONCE } from "@/lib/integrations/limits";
import type { ManyIntegrations } from "@/lib/integrations/list/bulk-schema";
import { FIRST_OF_EACH_TONE, MATCHING_IDS, OVERVIEW_FACTS, RANKS, SHOP_COUNTS } from "@/lib/integrations/list/list-sql";
import type { ListFilter, ListQuery } from "@/lib/integrations/list/list-view";
import { NO_SHOPS, SHOWN_ON_OVERVIEW } from "@/lib/integrations/list/list-view";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { readIntegrationRows } from "@/lib/integrations/list/row-query";
import { fitting, readShopPage, type ShopPage } from "@/lib/integrations/shop-page";

/** One page of the merchant's matching shops, in the order of the query. */
export const listShopPage = (scope: MerchantScope, query: ListQuery): Promise<ShopPage> =>
  readMerchant(scope, ({ sql, merchantId }) => readShopPage(sql, merchantId, query));

/** The shops of a bulk action, up to its limit. */
export const listSelectedIds = async (scope: MerchantScope, many: ManyIntegrations): Promise<readonly string[]> =>
  "filter" in many ? (await listMatchingIds(scope, many.filter)).slice(0, MAX_AT_ONCE) : many.integrationIds;

/** The ids of all matching shops, by name. */
export function listMatchingIds(scope: MerchantScope, filter: ListFilter): Promise<string[]> {
  return readMerchant(scope, async ({ sql, merchantId }) => {
    const found = await sql.query<{ id: string }>(MATCHING_IDS, [merchantId, ...fitting(filter)]);
    return found.map(({ id }) => id);
  });
}

export function countShops(scope: MerchantScope) {
  return readMerchant(scope, async ({ sql, merchantId }) => {
    const groups = await sql.query<{ rank: number; shopSystem: string; count: number; throttled: number }>(SHOP_COUNTS, [merchantId]);
    const tones = { ...NO_SHOPS };
    for (const { rank, count } of groups) tones[toneOf(rank)] += count;
    return {
      total: groups.reduce((sum, { count }) => sum + count, 0),
      tones,
      shopSystems: SHOP_SYSTEMS.filter((known) => groups.some(({ shopSystem }) => shopSystem === known)),
      throttled: groups.reduce((sum, { throttled }) => sum + throttled, 0),
    };
  });
}

const toneOf = (rank: number): Tone => TONES[rank] ?? "healthy";

export function readTones(scope: MerchantScope, integrationId: string | null): Promise<Map<string, Tone>> {
  return readMerchant(scope, async ({ sql, merchantId }) => {
    const found = await sql.query<{ id: string; rank: number }>(RANKS, [merchantId, integrationId]);
    return new Map(found.map(({ id, rank }) => [id, toneOf(rank)]));
  });
}

export interface OverviewFacts {
  /** The newest order among the healthy shops. */
  lastOrderAt: Date | null;
  /** Number of healthy shops with an import; of these, how many had differing counts in the newest run, and how many did not compare. */
  healthyImported: number;
  differing: number;
  uncompared: number;
  /** Number of shops with a key; of these, how many were imported, and how many the newest check found healthy. */
  connected: number;
  imported: number;
  healthy: number;
  /** A shop whose connection was started but not finished. */
  draftId: string | null;
}

/** Content of the overview: shops that need attention, largest effect first, and facts about all others. */
export function readOverview(scope: MerchantScope): Promise<{ rows: IntegrationRow[]; counts: ShopCounts; facts: OverviewFacts }> {
  return readMerchant(scope, async (reader) => {
    const { sql, merchantId } = reader;
    const counts = await countShops(reader);
    const found = await sql.query<{ id: string }>(FIRST_OF_EACH_TONE, [merchantId, TONES.map((tone) => SHOWN_ON_OVERVIEW[tone])]);
    const ids = found.map(({ id }) => id);
    const rows = await readIntegrationRows(sql, merchantId, ids);
    const [facts] = await sql.query<OverviewFacts>(OVERVIEW_FACTS, [merchantId]);
    if (!facts) throw new Error("The overview has no facts.");
    return { rows, counts, facts };
  });
}

export type ShopCounts = Awaited<ReturnType<typeof countShops>>;
