import type pg from "pg";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { CheckResult } from "@/lib/check/result";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { refuseLikeNginx, startFront } from "@/lib/testing/start-front";
import { SUBJECT } from "@/scripts/bench/load/seed-subject";

// History of the measured merchant's shops: empty pages would be too fast.

const RUNS_A_DAY = 96;
const DAYS = 90;
const CHECKS = 5;

/** A check of a shop whose server refuses PATCH. */
async function checkOnce(): Promise<CheckResult> {
  const shop = await startFakeShop({ shopSystem: "magento" });
  const front = await startFront(shop.url, ({ method }, response) => method === "PATCH" && refuseLikeNginx(response));
  try {
    const egress = { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" };
    return await runCheck({ url: front.url, shopSystem: "magento", egress, policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] } });
  } finally {
    await front.close();
    await shop.close();
  }
}

const JOB = `'{"kind":"job","job":"sync-orders"}'::jsonb`;

/**
 * For each of the merchant's shops: a day of runs, 89 days of compacted ones, checks, lane changes and audit entries, and a parcel for
 * every order of the last month.
 */
export async function seedPast(admin: pg.Client): Promise<void> {
  const run = (text: string, ...more: unknown[]) => admin.query(text, [SUBJECT.merchantId, ...more]);
  const mine = `(select id, merchant_id, created_at, row_number() over (order by name) as n from integration where merchant_id = $1) i`;
  await run(`
      insert into sync_run (merchant_id, id, integration_id, trigger, status, phase, requested_by, requested_at, started_at, finished_at, window_from, window_to,
        total, fetched, created, unchanged, shop_count, our_count, count_check_from, count_check_to, failure, dns_ms, connect_ms, tls_ms, first_byte_ms)
      select i.merchant_id, gen_random_uuid(), i.id, 'schedule', case when k % 40 = 9 then 'failed' else 'succeeded' end, 'done', ${JOB}, at, at, at + interval '2 seconds',
        at - interval '20 minutes', at, 3, 3, case when k % 5 = 0 then 2 else 0 end, 1, 250, 250, at - interval '1 year', at,
        case when k % 40 = 9 then 'timeout' end, 4, 11, 24, 60 + (k * 7 + i.n) % 90
      from ${mine}, generate_series(1, ${RUNS_A_DAY}) k, lateral (select now() - make_interval(mins => (k * 15)::int) as at) moment`);
  await run(`
      insert into sync_run (merchant_id, id, integration_id, trigger, status, phase, requested_by, requested_at, started_at, finished_at, fetched, compacted, compacted_from,
        dns_ms, connect_ms, tls_ms, first_byte_ms)
      select i.merchant_id, gen_random_uuid(), i.id, 'schedule', 'succeeded', 'done', ${JOB}, at, at, at + interval '2 seconds', 0, ${RUNS_A_DAY - 1}, at - interval '23 hours',
        4, 11, 24, 60 + (d * 7 + i.n) % 90
      from ${mine}, generate_series(2, ${DAYS}) d, lateral (select now() - make_interval(days => d::int) as at) moment`);
  await run(`
      insert into coverage_interval (merchant_id, id, integration_id, covered_from, covered_to)
      select i.merchant_id, gen_random_uuid(), i.id, now() - interval '1 year', now() - interval '15 minutes' from ${mine}`);
  await run(`
      insert into lane_transition (merchant_id, id, integration_id, lane, from_state, to_state, reason, actor, at)
      select i.merchant_id, gen_random_uuid(), i.id, 'orders_in', case when k % 2 = 0 then 'regular' else 'throttled' end, case when k % 2 = 0 then 'throttled' else 'regular' end,
        'none', ${JOB}, now() - make_interval(days => (k * 4)::int)
      from ${mine}, generate_series(1, 20) k`);
  const result = await checkOnce();
  await run(
    `insert into reachability_check (merchant_id, id, integration_id, trigger, status, requested_by, requested_at, started_at, finished_at, verdict, cause_codes,
         probes_done, result, dns_ms, connect_ms, tls_ms, first_byte_ms)
       select i.merchant_id, gen_random_uuid(), i.id, 'schedule', 'done', '{"kind":"job","job":"check-shop"}', at, at, at + interval '3 seconds', $2, $3, $4, $5, 4, 11, 24, 60
       from ${mine}, generate_series(1, ${CHECKS}) k, lateral (select now() - make_interval(hours => (k * 6)::int) as at) moment`,
    ...[result.verdict, result.causes.map(({ code }) => code), result.probes.length, JSON.stringify(result)],
  );
  await run(
    `insert into audit_event (merchant_id, id, integration_id, actor, action, at)
       select i.merchant_id, gen_random_uuid(), i.id, $2, 'refresh_requested', now() - make_interval(days => (k * 3)::int) from ${mine}, generate_series(1, 20) k`,
    { kind: "member", personId: SUBJECT.personId, name: "Subject" },
  );
  await run(`
      insert into shipment (merchant_id, id, integration_id, order_id, carrier, tracking_number, source, recorded_by, recorded_at, status, sent_at, attempts)
      select merchant_id, gen_random_uuid(), integration_id, id, 'DHL', '00340' || number, 'api', ${JOB}, placed_at, 'sent', placed_at, 1
      from shop_order where merchant_id = $1 and placed_at > now() - interval '30 days'`);
  await admin.query("vacuum analyze");
}
