import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { LEASE_SECONDS, whileRenewing } from "@/lib/health/lease";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { log } from "@/lib/infra/log";

const RETRY_MS = 200;

export type Connections = 1 | 2;

export interface WantedConnections {
  /** Two are granted only if both are free and no run is active. */
  wanted: Connections;
  /** Aborts waiting; `work` is then not called. */
  signal?: AbortSignal;
}

/** All workers share two connections per shop; a dead worker's connections expire with their lease. Null if aborted while waiting. */
export async function withConnections<Value>(
  scope: MerchantScope,
  integrationId: string,
  { wanted, signal }: WantedConnections,
  work: (connections: Connections) => Promise<Value>,
): Promise<Value | null> {
  const holder = randomUUID();
  let got = 0;
  while (got === 0) {
    if (signal?.aborted) return null;
    got = await take(scope, integrationId, holder, wanted);
    if (got === 0) await wait(RETRY_MS, undefined, signal ? { signal } : {}).catch(() => {});
  }
  try {
    return await whileRenewing(
      () => keep(scope, holder),
      () => work(got >= 2 ? 2 : 1),
    );
  } finally {
    await releaseConnections(scope, holder).catch((error: unknown) =>
      log.warn({ err: error, integrationId }, "could not release connection; it expires with its lease"),
    );
  }
}

/** Takes up to `wanted` free connections. For a deleted integration it does not wait: the work itself finds out. */
function take({ merchantId }: MerchantScope, integrationId: string, holder: string, wanted: Connections): Promise<number> {
  return inMerchant(merchantId, async (tx) => {
    const slots = await tx.$queryRaw<{ slot: number | null }[]>`
      with shop as (
        select merchant_id, id from integration where merchant_id = ${merchantId}::uuid and id = ${integrationId}::uuid
      ), taken as (
        insert into shop_connection as held (merchant_id, integration_id, slot, holder, held_until)
        select shop.merchant_id, shop.id, free.slot, ${holder}::uuid, clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
        from shop, (values (1), (2)) as free(slot)
        where not exists (select 1 from shop_connection c where c.merchant_id = shop.merchant_id and c.integration_id = shop.id
            and c.slot = free.slot and c.held_until > clock_timestamp())
        order by free.slot
        limit case when ${wanted}::int = 2 and not exists (select 1 from sync_run r where r.merchant_id = ${merchantId}::uuid
          and r.integration_id = ${integrationId}::uuid and r.status in ('queued', 'running')) then 2 else 1 end
        on conflict (merchant_id, integration_id, slot) do update set holder = excluded.holder, held_until = excluded.held_until
          where held.held_until <= clock_timestamp()
        returning slot
      )
      select slot from taken union all select null where not exists (select 1 from shop)`;
    return slots.length;
  });
}

const keep = ({ merchantId }: MerchantScope, holder: string): Promise<number> =>
  inMerchant(
    merchantId,
    (tx) => tx.$executeRaw`
      update shop_connection set held_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      where merchant_id = ${merchantId}::uuid and holder = ${holder}::uuid`,
  );

export const releaseConnections = ({ merchantId }: MerchantScope, holder: string): Promise<number> =>
  inMerchant(
    merchantId,
    (tx) => tx.$executeRaw`delete from shop_connection where merchant_id = ${merchantId}::uuid and holder = ${holder}::uuid`,
  );
