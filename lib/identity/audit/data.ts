import { ANY_TIME, type Instants } from "@/lib/base/day-range";
import type { ListCursor } from "@/lib/base/list-cursor";
import type { MerchantScope, PlatformScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { SUPPORT_ACTS } from "@/lib/identity/audit/actions";
import { type AuditRow, toAuditEntry } from "@/lib/identity/audit/entry";
import { AUDIT_PAGE_SIZE, type AuditFilter } from "@/lib/identity/audit/schema";
import { inPlatform } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";

export interface AuditQuery {
  integrationId: string;
  limit?: number;
  /** Only entries after this cursor. */
  before?: ListCursor | null;
  within?: Instants;
}

const COLUMNS = Prisma.raw(
  `id, integration_id as "integrationId", actor, action, details, before, after, source_address as "sourceAddress", at`,
);

/** A shop's entries and the acts of support staff on the merchant as a whole, newest first; empty for unknown and foreign ids. */
export async function listAuditEntries(scope: MerchantScope, { integrationId, limit = 50, before = null, within = ANY_TIME }: AuditQuery) {
  const ofMerchant = Prisma.sql`select ${COLUMNS} from audit_event where merchant_id = ${scope.merchantId}::uuid
    ${before === null ? Prisma.empty : Prisma.sql`and (at, id) < (${before.at}, ${before.id}::uuid)`}
    ${within.from === null ? Prisma.empty : Prisma.sql`and at >= ${within.from}`}
    ${within.to === null ? Prisma.empty : Prisma.sql`and at < ${within.to}`}`;
  const newest = Prisma.sql`order by at desc, id desc limit ${limit}`;
  const rows = await readMerchant(
    scope,
    ({ tx }) => tx.$queryRaw<AuditRow[]>`
      (${ofMerchant} and integration_id = ${integrationId}::uuid ${newest})
      union all
      (${ofMerchant} and integration_id is null and action = any(${[...SUPPORT_ACTS]}) ${newest})
      ${newest}`,
  );
  return rows.map(toAuditEntry);
}

/** The time zone in which days begin, and the page size. */
export interface AuditWindow {
  timeZone: string;
  limit?: number;
}

/** The id of a person or an API token; jobs have none. */
const ACTOR_ID = Prisma.sql`coalesce(actor->>'personId', actor->>'tokenId')`;

/** The filter in SQL; the columns have the same names in both logs. */
function conditions(filter: AuditFilter, timeZone: string): Prisma.Sql {
  const parts = [
    filter.actor === null ? null : filter.actor === "jobs" ? Prisma.sql`actor->>'kind' = 'job'` : Prisma.sql`${ACTOR_ID} = ${filter.actor}`,
    filter.action === null ? null : Prisma.sql`action = ${filter.action}`,
    filter.from === null ? null : Prisma.sql`at >= ${filter.from}::date::timestamp at time zone ${timeZone}`,
    filter.to === null ? null : Prisma.sql`at < (${filter.to}::date + 1)::timestamp at time zone ${timeZone}`,
    filter.after === null ? null : Prisma.sql`(at, id) < (${filter.after.at}, ${filter.after.id}::uuid)`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? Prisma.empty : Prisma.sql`and ${Prisma.join(parts, " and ")}`;
}

/** One page of the merchant's filtered log, newest first, with the current name of each shop. */
export async function listAudit(scope: MerchantScope, filter: AuditFilter, { timeZone, limit = AUDIT_PAGE_SIZE }: AuditWindow) {
  const { merchantId } = scope;
  const ofShop = filter.integrationId === null ? Prisma.empty : Prisma.sql`and integration_id = ${filter.integrationId}::uuid`;
  const rows = await readMerchant(
    scope,
    ({ tx }) => tx.$queryRaw<(AuditRow & { shop: string | null })[]>`
      with found as (
        select * from audit_event where merchant_id = ${merchantId}::uuid ${ofShop} ${conditions(filter, timeZone)}
        order by at desc, id desc limit ${limit + 1}
      )
      select f.id, f.integration_id as "integrationId", f.actor, f.action, f.details, f.before, f.after, f.source_address as "sourceAddress",
        f.at, i.name as shop
      from found f left join integration i on i.merchant_id = f.merchant_id and i.id = f.integration_id
      order by f.at desc, f.id desc`,
  );
  return pageOf(rows, limit, (row) => ({ ...toAuditEntry(row), shop: row.shop }));
}

/** One page of the log of all merchants and the platform, whose entries have no merchant, for staff. */
export async function listAllAudit(
  _scope: PlatformScope,
  filter: AuditFilter & { merchantId?: string | null },
  { timeZone, limit = AUDIT_PAGE_SIZE }: AuditWindow,
) {
  const merchant = filter.merchantId ? Prisma.sql`and merchant_id = ${filter.merchantId}::uuid` : Prisma.empty;
  const ofPlatform = filter.merchantId ? Prisma.sql`and false` : Prisma.empty;
  const fits = conditions(filter, timeZone);
  const columns = Prisma.raw("id, actor, action, details, before, after, source_address, at");
  const rows = await inPlatform(
    (tx) => tx.$queryRaw<(AuditRow & { shop: string | null; merchantId: string | null; merchantName: string | null })[]>`
      with found as (
        (select merchant_id, integration_id, ${columns} from audit_event where true ${merchant} ${fits} order by at desc, id desc limit ${limit + 1})
        union all
        (select null, null, ${columns} from platform_event where true ${ofPlatform} ${fits} order by at desc, id desc limit ${limit + 1})
        order by at desc, id desc limit ${limit + 1}
      )
      select f.id, f.integration_id as "integrationId", f.actor, f.action, f.details, f.before, f.after, f.source_address as "sourceAddress",
        f.at, i.name as shop, m.id as "merchantId", m.name as "merchantName"
      from found f left join merchant m on m.id = f.merchant_id
        left join integration i on i.merchant_id = f.merchant_id and i.id = f.integration_id
      order by f.at desc, f.id desc`,
  );
  return pageOf(rows, limit, (row) => ({
    ...toAuditEntry(row),
    shop: row.shop,
    merchant: row.merchantId === null ? null : { id: row.merchantId, name: row.merchantName ?? "" },
  }));
}

const pageOf = <Row, Entry>(rows: readonly Row[], limit: number, toEntry: (row: Row) => Entry) => ({
  entries: rows.slice(0, limit).map(toEntry),
  more: rows.length > limit,
});

export interface AuditActor {
  id: string;
  name: string;
  isToken: boolean;
}

/** Every person and program that has acted on the merchant, by their latest name, for the filter. */
export function listAuditActors(scope: MerchantScope): Promise<AuditActor[]> {
  const { merchantId } = scope;
  return readMerchant(
    scope,
    ({ tx }) => tx.$queryRaw<AuditActor[]>`
      select id, name, kind = 'token' as "isToken" from (
        select distinct on (${ACTOR_ID}) ${ACTOR_ID} as id, actor->>'name' as name, actor->>'kind' as kind from audit_event
        where merchant_id = ${merchantId}::uuid and ${ACTOR_ID} is not null
        order by ${ACTOR_ID}, at desc limit 200
      ) newest order by lower(name), id`,
  );
}
