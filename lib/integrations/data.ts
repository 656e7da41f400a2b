import type { MerchantScope } from "@/lib/accounts/access";
import type { IntegrationRow } from "@/lib/integrations/row";
import { readIntegrationRows } from "@/lib/integrations/row-query";
import { toldApart } from "@/lib/integrations/told-apart";
import { findSilenceIn, type SilenceView } from "@/lib/silence/data";
import { readMerchant, readMerchantSql } from "@/lib/system/reading";
import { countShipmentsIn } from "@/lib/tracking/data";
import type { ShipmentStatus } from "@/lib/tracking/schema";

/** Every integration of the merchant, by name: one statement, however many there are. */
export function listIntegrations(scope: MerchantScope): Promise<IntegrationRow[]> {
  return readMerchantSql(scope.merchantId, (sql) => readIntegrationRows(sql, scope.merchantId, null));
}

/** One row, or null for unknown and foreign ids alike. */
export async function findIntegrationRow(scope: MerchantScope, integrationId: string): Promise<IntegrationRow | null> {
  const rows = await readMerchantSql(scope.merchantId, (sql) => readIntegrationRows(sql, scope.merchantId, integrationId));
  return rows[0] ?? null;
}

/** What the page shows of an integration besides its row. */
export interface IntegrationSettings {
  syncIntervalSeconds: number;
  importFrom: Date | null;
  serverSoftware: string | null;
  platformVersion: string | null;
  createdAt: Date;
  /** Orders that the shop has, as far as they are here. */
  orders: number;
  /** These, and those that the shop removed. */
  storedOrders: number;
  /** Of these, the ones whose status is left out of the lists. */
  leftOut: number;
  setAside: number;
  /** The newest count of the whole shop beside ours; null while nothing was counted. */
  lastProof: LastProof | null;
  silence: SilenceView | null;
  /** Parcels by what the shop knows of them. */
  parcels: Record<ShipmentStatus, number>;
}

export interface LastProof {
  shopCount: number;
  ourCount: number;
  at: Date;
}

/** Settings and sizes, or null for unknown and foreign ids alike. Never the credentials. */
export function findIntegrationSettings(scope: MerchantScope, integrationId: string): Promise<IntegrationSettings | null> {
  const { merchantId } = scope;
  return readMerchant(merchantId, async (tx) => {
    const found = await tx.integration.findUnique({
      where: { merchantId_id: { merchantId, id: integrationId } },
      select: {
        ...{ syncIntervalSeconds: true, importFrom: true, serverSoftware: true, platformVersion: true, createdAt: true },
        leftOutStatuses: true,
      },
    });
    if (!found) return null;
    const { leftOutStatuses, ...settings } = found;
    const orders = await tx.order.count({ where: { merchantId, integrationId, removedAt: null } });
    const storedOrders = orders + (await tx.order.count({ where: { merchantId, integrationId, removedAt: { not: null } } }));
    const leftOut =
      leftOutStatuses.length === 0
        ? 0
        : await tx.order.count({ where: { merchantId, integrationId, removedAt: null, status: { in: leftOutStatuses } } });
    const setAside = await tx.orderSetAside.count({ where: { merchantId, integrationId, resolvedAt: null } });
    const proven = await tx.syncRun.findFirst({
      where: { merchantId, integrationId, status: "succeeded", shopCount: { not: null }, proofIsWhole: true },
      orderBy: { requestedAt: "desc" },
      select: { shopCount: true, ourCount: true, finishedAt: true, requestedAt: true },
    });
    const lastProof = proven && {
      shopCount: proven.shopCount ?? 0,
      ourCount: proven.ourCount ?? 0,
      at: proven.finishedAt ?? proven.requestedAt,
    };
    return {
      ...settings,
      orders,
      storedOrders,
      leftOut,
      setAside,
      lastProof,
      silence: await findSilenceIn(tx, merchantId, integrationId),
      parcels: await countShipmentsIn(tx, merchantId, integrationId),
    };
  });
}

/** A status of a shop's orders here. */
export interface StatusCount {
  status: string;
  /** Orders that have it, without those that the shop removed. */
  orders: number;
  isLeftOut: boolean;
}

/** The statuses of a shop's orders, the most frequent first, and those that are left out though none has them; empty for unknown and foreign ids. */
export function countStatuses(scope: MerchantScope, integrationId: string): Promise<StatusCount[]> {
  const { merchantId } = scope;
  return readMerchant(
    merchantId,
    (tx) => tx.$queryRaw<StatusCount[]>`
      with shop as (
        select id, left_out_statuses from integration where merchant_id = ${merchantId}::uuid and id = ${integrationId}::uuid
      ), counted as (
        select status, count(*)::int as orders from shop_order
        where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and removed_at is null group by status
        union all
        select unnest(left_out_statuses), 0 from shop
      )
      select c.status, sum(c.orders)::int as orders, coalesce(bool_or(c.status = any (s.left_out_statuses)), false) as "isLeftOut"
      from counted c cross join shop s group by c.status order by orders desc, c.status limit 200`,
  );
}

/** Ids and names of the merchant's integrations, by name: for filters. */
export async function listIntegrationNames(scope: MerchantScope): Promise<{ id: string; name: string }[]> {
  const { merchantId } = scope;
  const select = { id: true, name: true, baseUrl: true };
  return toldApart(
    await readMerchant(merchantId, (tx) =>
      tx.integration.findMany({ where: { merchantId }, select, orderBy: [{ name: "asc" }, { id: "asc" }] }),
    ),
  );
}

export interface FoundIntegration {
  id: string;
  name: string;
  baseUrl: string;
}

/** The integration with exactly this address, or null. */
export async function findIntegrationAt(scope: MerchantScope, baseUrl: string): Promise<{ id: string } | null> {
  const { merchantId } = scope;
  return readMerchant(merchantId, (tx) => tx.integration.findFirst({ where: { merchantId, baseUrl }, select: { id: true } }));
}

/** Shops whose name or address contains every word, by name. */
export function searchIntegrations(scope: MerchantScope, words: readonly string[], limit: number): Promise<FoundIntegration[]> {
  const { merchantId } = scope;
  const containing = (word: string) => ({ contains: word.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" as const });
  return readMerchant(merchantId, (tx) =>
    tx.integration.findMany({
      where: { merchantId, AND: words.map((word) => ({ OR: [{ name: containing(word) }, { baseUrl: containing(word) }] })) },
      select: { id: true, name: true, baseUrl: true },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: limit,
    }),
  );
}
