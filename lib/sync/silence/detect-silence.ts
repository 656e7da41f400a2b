import { DAY_MS, HOUR_MS } from "@/lib/base/units";
import { isTimeZone } from "@/lib/base/wall-clock";
import { jobScope, type MerchantScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";
import { sqlWithin } from "@/lib/infra/sql";
import { startRun } from "@/lib/sync/run/start-run";
import { readOrderHistory } from "@/lib/sync/silence/order-history";
import { expectedOrders, learnOrderRate, unlikelyFrom } from "@/lib/sync/silence/order-rate";

// Detects shops without orders for too long. A check costs one query, and plans the next one for the moment when the silence would become
// unlikely.

const BATCH = 50;
const PLANNED_AT_ONCE = 2_000;
const CHECK_AFTER_RUN_MS = 120_000;

interface Due {
  merchantId: string;
  integrationId: string;
  timeZone: string;
  lastOrderAt: Date | null;
  /** The shop is reachable and its orders are imported. */
  isCalm: boolean;
}

/** Plans the first check of new shops at a random time within a day. @returns the number of shops */
export function planFirstSilenceChecks(_scope: PlatformScope): Promise<number> {
  return inPlatform(
    (tx) => tx.$executeRaw`
      with unplanned as (
        select merchant_id, id from integration where next_silence_check_at is null limit ${PLANNED_AT_ONCE} for no key update skip locked
      )
      update integration i set next_silence_check_at = now() + random() * interval '1 day' from unplanned u
      where i.merchant_id = u.merchant_id and i.id = u.id`,
  );
}

export async function startDueSilenceChecks(_scope: PlatformScope): Promise<number> {
  const due = await inPlatform(
    (tx) => tx.$queryRaw<Due[]>`
      with due as (
        select i.merchant_id, i.id from integration i
        where i.next_silence_check_at <= now()
        order by i.next_silence_check_at limit ${BATCH} for no key update skip locked
      )
      update integration i set next_silence_check_at = now() + interval '1 day'
      from due join merchant m on m.id = due.merchant_id
        join lane l on l.merchant_id = due.merchant_id and l.integration_id = due.id and l.lane = 'orders_in'
      where i.merchant_id = due.merchant_id and i.id = due.id
      returning i.merchant_id as "merchantId", i.id as "integrationId", coalesce(i.shop_time_zone, m.time_zone) as "timeZone",
        i.last_order_at as "lastOrderAt", l.state = 'regular' and l.last_success_at is not null and i.credentials is not null as "isCalm"`,
  );
  for (const one of due) await checkSilence(one);
  return due.length;
}

async function checkSilence({ merchantId, integrationId, timeZone, lastOrderAt, isCalm }: Due): Promise<void> {
  const scope = jobScope("silence", merchantId);
  const now = new Date();
  const planAt = (at: Date): Promise<void> => inMerchant(merchantId, (tx) => planCheck(tx, scope, integrationId, at));
  if (!lastOrderAt || !isCalm) return planAt(new Date(now.getTime() + (lastOrderAt ? HOUR_MS : DAY_MS)));
  const since = lastOrderAt < now ? lastOrderAt : now;
  const zone = isTimeZone(timeZone) ? timeZone : "UTC";
  const history = await inMerchant(merchantId, (tx) => readOrderHistory(sqlWithin(tx), scope, integrationId, zone, since));
  const orderRate = history && learnOrderRate(history);
  const at = orderRate && unlikelyFrom(orderRate, since);
  if (!at) return;
  if (at > now) return planAt(at);
  await askShop(scope, integrationId, since, expectedOrders(orderRate, since, now));
}

async function planCheck(tx: Transaction, { merchantId }: MerchantScope, integrationId: string, at: Date): Promise<void> {
  await tx.integration.update({ where: { merchantId_id: { merchantId, id: integrationId } }, data: { nextSilenceCheckAt: at } });
}

/** Starts a run that compares whole counts; resolve-silence.ts records the verdict. */
async function askShop(scope: MerchantScope, integrationId: string, since: Date, expected: number): Promise<void> {
  const { merchantId } = scope;
  await inMerchant(merchantId, async (tx) => {
    const started = await startRun(tx, scope, integrationId, "silence");
    if (!started.ok) return;
    // The joined run was not started for this, but may import orders.
    if (started.value.joined) return planCheck(tx, scope, integrationId, new Date(Date.now() + CHECK_AFTER_RUN_MS));
    const asked = { since, askedAt: new Date(), expected, runId: started.value.runId };
    const unsettled = { verdict: "asking", found: 0, missing: 0, shopCount: null, settledAt: null };
    await tx.silence.upsert({
      where: { merchantId_integrationId: { merchantId, integrationId } },
      create: { merchantId, integrationId, ...asked },
      update: { ...asked, ...unsettled },
    });
  });
}
