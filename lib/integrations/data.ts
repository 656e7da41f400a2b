import { z } from "zod";
import { type ListCursor, toPage } from "@/lib/base/list-cursor";
import { hasNonAscii } from "@/lib/base/texts";
import { readableUrl } from "@/lib/connectors/readable-url";
import { spellingsOf } from "@/lib/connectors/shop-address";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { type Integration, Prisma } from "@/lib/infra/prisma-client/client";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { readIntegrationRow, readIntegrationRows, readShop, type ShopFacts } from "@/lib/integrations/list/row-query";
import { triggersThat } from "@/lib/sync/triggers";

const IDS = `select id, created_at as at from integration
    where merchant_id = $1::uuid and ($2::timestamptz is null or (created_at, id) > ($2::timestamptz, $3::uuid)) order by created_at, id limit $4`;

/** One page in the order of connecting, which renaming does not change, starting after the position `after`. */
export const listIntegrationsAfter = (scope: MerchantScope, { after, limit }: { after: ListCursor | null; limit: number }) =>
  readMerchant(scope, async ({ sql, merchantId }) => {
    const found = await sql.query<ListCursor>(IDS, [merchantId, after?.at ?? null, after?.id ?? null, limit + 1]);
    const { entries, next } = toPage(found, limit, (position) => position);
    const ids = entries.map(({ id }) => id);
    return { entries: await readIntegrationRows(sql, merchantId, ids), next };
  });

/** One row, or null for unknown and foreign ids alike. */
export function findIntegrationRow(scope: MerchantScope, integrationId: string): Promise<IntegrationRow | null> {
  return readMerchant(scope, ({ sql, merchantId }) => readIntegrationRow(sql, merchantId, integrationId));
}

/** Names of all shops, for choosing some. */
export const listShopNames = (scope: MerchantScope): Promise<{ id: string; name: string }[]> =>
  readMerchant(scope, ({ tx, merchantId }) =>
    tx.integration.findMany({ where: { merchantId }, select: { id: true, name: true }, orderBy: [{ name: "asc" }, { id: "asc" }] }),
  );

const MAX_NAMED = 20;

/** Shops with this id, or whose name or address contains the text. */
export const findShopsNamed = (scope: MerchantScope, text: string): Promise<{ id: string; name: string }[]> =>
  readMerchant(scope, ({ tx, merchantId }) => {
    const contains = { contains: text, mode: "insensitive" } as const;
    const isId = z.uuid().safeParse(text).success;
    const where = isId ? { id: text } : { OR: [{ name: contains }, { baseUrl: contains }] };
    return tx.integration.findMany({
      where: { merchantId, ...where },
      select: { id: true, name: true },
      orderBy: { id: "asc" },
      take: MAX_NAMED,
    });
  });

export interface IntegrationSettings
  extends Pick<Integration, "syncIntervalSeconds" | "importFrom" | "serverSoftware" | "shopSystemVersion" | "createdAt"> {
  /** Whether deploy scripts can announce maintenance. */
  hasMaintenanceToken: boolean;
  /** Imported orders that the shop still has. */
  orders: number;
  /** Imported orders, including those that the shop removed. */
  storedOrders: number;
  /** Number of `orders` whose status is hidden from the lists. */
  leftOut: number;
  quarantined: number;
  /** How many of them a user dismissed. */
  dismissed: number;
  /** The newest count of the whole shop compared with ours; null before the first run that counted. */
  lastCountCheck: LastCountCheck | null;
}

interface LastCountCheck {
  /** Null if the shop's count is unknown. */
  shopCount: number | null;
  ourCount: number | null;
  /** See CountCheck. */
  unlisted: number | null;
  /** How many of ourCount are quarantined. */
  ourUnreadable: number | null;
  ourDismissed: number | null;
  /** How far the shop's counts by status exceed its list's count, when last compared; null if never. */
  statusDelta: number | null;
  at: Date;
}

interface SettingsRecord extends Omit<IntegrationSettings, "lastCountCheck">, Omit<LastCountCheck, "at"> {
  comparedAt: Date | null;
}

const STATUS_TRIGGERS = triggersThat(({ comparesStatuses }) => comparesStatuses)
  .map((trigger) => `'${trigger}'`)
  .join(", ");

const SETTINGS = `
    select i.sync_interval_seconds as "syncIntervalSeconds", i.import_from as "importFrom", i.server_software as "serverSoftware",
      i.shop_system_version as "shopSystemVersion", i.created_at as "createdAt", i.maintenance_token_hash is not null as "hasMaintenanceToken", o.*, counted.*, asked.*,
      broken.*
    from integration i
    cross join lateral (
      select count(*)::int as quarantined, count(a.dismissed_at)::int as dismissed from quarantined_order a
      where a.merchant_id = i.merchant_id and a.integration_id = i.id and a.resolved_at is null
    ) broken
    cross join lateral (
      select count(*) filter (where removed_at is null)::int as orders, count(*)::int as "storedOrders",
        count(*) filter (where removed_at is null and status = any (i.left_out_statuses))::int as "leftOut"
      from shop_order where shop_order.merchant_id = i.merchant_id and shop_order.integration_id = i.id
    ) o
    left join lateral (
      select shop_count as "shopCount", our_count as "ourCount", our_unreadable as "ourUnreadable", our_dismissed as "ourDismissed", unlisted, coalesce(finished_at, requested_at) as "comparedAt" from sync_run
      where sync_run.merchant_id = i.merchant_id and sync_run.integration_id = i.id and status = 'succeeded' and count_check_is_whole
      order by requested_at desc limit 1
    ) counted on true
    left join lateral (
      select status_delta as "statusDelta" from sync_run
      where sync_run.merchant_id = i.merchant_id and sync_run.integration_id = i.id and status = 'succeeded' and trigger in (${STATUS_TRIGGERS})
      order by requested_at desc limit 1
    ) asked on true
    where i.merchant_id = $1::uuid and i.id = $2::uuid`;

/** Settings and order counts; null for unknown and foreign ids. Never includes credentials. */
export async function findIntegrationSettings(scope: MerchantScope, integrationId: string): Promise<IntegrationSettings | null> {
  const { merchantId } = scope;
  return readMerchant(scope, async (reader) => {
    const [found] = await reader.sql.query<SettingsRecord>(SETTINGS, [merchantId, integrationId]);
    if (!found) return null;
    const { shopCount, ourCount, ourUnreadable, ourDismissed, unlisted, statusDelta, comparedAt, ...settings } = found;
    const lastCountCheck = comparedAt && { shopCount, ourCount, ourUnreadable, ourDismissed, unlisted, statusDelta, at: comparedAt };
    return { ...settings, lastCountCheck };
  });
}

/** One shop with what the head of its page shows; null for unknown and foreign ids. */
export const findShop = (scope: MerchantScope, integrationId: string): Promise<(ShopFacts & { row: IntegrationRow }) | null> =>
  readMerchant(scope, ({ sql, merchantId }) => readShop(sql, merchantId, integrationId));

export interface StatusCount {
  status: string;
  /** Number of orders with this status, without those that the shop removed. */
  orders: number;
  isLeftOut: boolean;
  /** The shop's own name; null for a common status. */
  name: string | null;
}

/** Statuses of a shop's orders, most frequent first, including hidden ones without orders; empty for unknown and foreign ids. */
export function countStatuses(scope: MerchantScope, integrationId: string): Promise<StatusCount[]> {
  const { merchantId } = scope;
  return readMerchant(
    scope,
    ({ tx }) => tx.$queryRaw<StatusCount[]>`
      with shop as (
        select id, left_out_statuses, status_names from integration where merchant_id = ${merchantId}::uuid and id = ${integrationId}::uuid
      ), counted as (
        select status, count(*)::int as orders from shop_order
        where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and removed_at is null group by status
        union all
        select unnest(left_out_statuses), 0 from shop
      )
      select c.status, sum(c.orders)::int as orders, coalesce(bool_or(c.status = any (s.left_out_statuses)), false) as "isLeftOut",
        s.status_names->>c.status as name
      from counted c cross join shop s group by c.status, s.status_names order by orders desc, c.status limit 200`,
  );
}

const DRAFTS_SHOWN = 10;

/** Shops without a key, by name. */
export async function listDrafts(scope: MerchantScope): Promise<FoundIntegration[]> {
  const found = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.integration.findMany({
      where: { merchantId, credentials: null },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: DRAFTS_SHOWN,
      select: { id: true, name: true, baseUrl: true },
    }),
  );
  return found.map(toFound);
}

export interface FoundIntegration {
  id: string;
  name: string;
  /** The URL for display. */
  readableUrl: string;
}

const toFound = ({ id, name, baseUrl }: { id: string; name: string; baseUrl: string }): FoundIntegration => ({
  id,
  name,
  readableUrl: readableUrl(baseUrl),
});

/** The integration with this URL, else one with another spelling of it, else null. */
export async function findIntegrationAt(scope: MerchantScope, baseUrl: string): Promise<{ id: string } | null> {
  const { merchantId } = scope;
  const found = await readMerchant(scope, ({ tx }) =>
    tx.integration.findMany({ where: { merchantId, baseUrl: { in: spellingsOf(baseUrl) } }, select: { id: true, baseUrl: true } }),
  );
  return found.find((shop) => shop.baseUrl === baseUrl) ?? found[0] ?? null;
}

/** Matches shops whose name or address contains the word. Non-ASCII letters are compared by our own functions. */
function holding(word: string): Prisma.Sql {
  if (hasNonAscii(word))
    return Prisma.sql`((has_own_letters(name) and holds_letters(name, ${word}))
      or (base_url like '%xn--%' and holds_letters(own_letters(base_url), ${word})))`;
  const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
  return Prisma.sql`(name ilike ${pattern} or base_url ilike ${pattern})`;
}

/** Shops whose name or address (in either form) contains every word, by name. */
export async function searchIntegrations(scope: MerchantScope, terms: readonly string[], limit: number): Promise<FoundIntegration[]> {
  const { merchantId } = scope;
  const found = await readMerchant(
    scope,
    ({ tx }) => tx.$queryRaw<{ id: string; name: string; baseUrl: string }[]>`
      select id, name, base_url as "baseUrl" from integration
      where merchant_id = ${merchantId}::uuid and ${Prisma.join([Prisma.sql`true`, ...terms.map(holding)], " and ")}
      order by name, id limit ${limit}`,
  );
  return found.map(toFound);
}
