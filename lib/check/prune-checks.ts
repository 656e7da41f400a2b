import { HISTORY_KEPT_DAYS, type PrunedShop } from "@/lib/base/retention";
import { inPlatform } from "@/lib/infra/db";

/** Small, because results are large rows. */
const BATCH = 500;

/** Keeps the newest check, the newest finished one, and those that a lane, a run or an incident refers to. Deletes one batch at most. */
export function pruneChecks(shops: readonly PrunedShop[]): Promise<number> {
  const ids = shops.map(({ integrationId }) => integrationId);
  return inPlatform(
    (tx) => tx.$executeRaw`
      with newest as materialized (
        select i.id as integration_id,
          (select c.id from reachability_check c where c.integration_id = i.id order by c.requested_at desc, c.id desc limit 1) as any_id,
          (select c.id from reachability_check c where c.integration_id = i.id and c.status = 'done' order by c.requested_at desc, c.id desc limit 1) as done_id
        from unnest(${ids}::uuid[]) as i (id)
      )
      delete from reachability_check where id in (
        select c.id from reachability_check c join newest n on n.integration_id = c.integration_id
        where c.requested_at < now() - make_interval(days => ${HISTORY_KEPT_DAYS}) and c.status in ('done', 'failed')
          and c.id is distinct from n.any_id and c.id is distinct from n.done_id
          and not exists (select 1 from lane l where l.merchant_id = c.merchant_id and l.integration_id = c.integration_id
            and l.reason_params->>'checkId' = c.id::text)
          and not exists (select 1 from incident o join incident_entry e on e.merchant_id = o.merchant_id and e.incident_id = o.id
            where o.integration_id = c.integration_id and e.details->>'checkId' = c.id::text)
          and not exists (select 1 from incident o where o.integration_id = c.integration_id
            and o.facts->'causes' @> jsonb_build_array(jsonb_build_object('checkId', c.id::text)))
          and not exists (select 1 from sync_run r where r.integration_id = c.integration_id and r.check_id = c.id
            and r.requested_at between c.requested_at - interval '2 days' and c.requested_at + interval '2 days')
        order by c.requested_at limit ${BATCH})`,
  );
}
