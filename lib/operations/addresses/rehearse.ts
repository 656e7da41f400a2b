import { SECOND_MS } from "@/lib/base/units";
import { withConnectionLimit } from "@/lib/check/limit-connections";
import { runCheck } from "@/lib/check/probe/check-shop";
import { isUsableAddress, type OutsideConfig } from "@/lib/connectors/egress/config";
import { readShop } from "@/lib/health/open-shop";
import { jobScope, type MerchantScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { enqueueAll } from "@/lib/infra/jobs/enqueue";
import { publish } from "@/lib/infra/live/publish";
import { note } from "@/lib/notify/note";
import { judgeRehearsal } from "@/lib/operations/addresses/judge-rehearsal";

/** If a worker has not reported the result within this time, the shop is due again. */
const TRY_SECONDS = 300;
/** Shops with another problem, and addresses that no worker has yet, are tried again after this time. */
const RETRY_SECONDS = 3600;
const BATCH = 50;

/** Enqueues due rehearsals; skips rows locked by another worker. @returns how many */
export function startDueRehearsals(_scope: PlatformScope): Promise<number> {
  return inPlatform(async (tx) => {
    const jobs = await tx.$queryRaw<{ merchantId: string; integrationId: string; rehearsalId: string }[]>`
      update rehearsal_result r set due_at = now() + make_interval(secs => ${TRY_SECONDS})
      from (
        select merchant_id, rehearsal_id, integration_id from rehearsal_result
        where due_at <= now() and exists (select 1 from rehearsal one where one.id = rehearsal_id and one.state = 'running')
        order by due_at limit ${BATCH} for update skip locked
      ) due
      where r.merchant_id = due.merchant_id and r.rehearsal_id = due.rehearsal_id and r.integration_id = due.integration_id
      returning r.merchant_id as "merchantId", r.integration_id as "integrationId", r.rehearsal_id as "rehearsalId"`;
    await enqueueAll(tx, "rehearse-shop", jobs);
    return jobs.length;
  });
}

/** Checks one shop from the new addresses and a live one, and stores the result. Changes nothing at the shop and uses no credentials. */
export async function rehearseShop(
  ref: { merchantId: string; integrationId: string; rehearsalId: string },
  { outside, signal }: { outside: OutsideConfig; signal: AbortSignal },
): Promise<void> {
  const scope = jobScope("rehearse-shop", ref.merchantId);
  const rehearsal = await inPlatform((tx) => tx.rehearsal.findFirst({ where: { id: ref.rehearsalId, state: "running" } }));
  const shop = await readShop(scope, ref.integrationId);
  if (!rehearsal || !shop) return;
  if (!rehearsal.addresses.every((address) => isUsableAddress(address)))
    return settle(scope, ref, { state: "address_missing", refused: [], result: null, again: true });
  const { baseUrl, shopSystem } = shop.ok ? shop.facts : shop.address;
  const [live] = outside.egress.addresses;
  const egress = { addresses: [...(live === undefined ? [] : [live]), ...rehearsal.addresses], control: outside.egress.control };
  const ask = withConnectionLimit(scope, ref.integrationId, runCheck);
  const result = await ask({ url: baseUrl, shopSystem, egress, policy: outside.policy, signal });
  if (signal.aborted) return;
  const verdict = judgeRehearsal(result, rehearsal.addresses);
  await settle(scope, ref, { ...verdict, result: verdict.state === "refused" ? result : null, again: verdict.state === "other_trouble" });
}

async function settle(
  scope: MerchantScope,
  { integrationId, rehearsalId }: { integrationId: string; rehearsalId: string },
  { again, result, ...told }: { state: string; refused: string[]; result: object | null; again: boolean },
): Promise<void> {
  const { merchantId } = scope;
  const checkedAt = new Date();
  const dueAt = again ? new Date(checkedAt.getTime() + RETRY_SECONDS * SECOND_MS) : null;
  await inMerchant(merchantId, async (tx) => {
    const before = await tx.rehearsalResult.findUnique({
      where: { merchantId_rehearsalId_integrationId: { merchantId, rehearsalId, integrationId } },
      select: { refused: true, rehearsal: { select: { plannedAt: true } } },
    });
    // The rehearsal may have ended during the check.
    const stored = await tx.$executeRaw`
      update rehearsal_result r set state = ${told.state}, refused = ${told.refused}, checked_at = ${checkedAt}, due_at = ${dueAt},
        result = ${result === null ? null : JSON.stringify(result)}::jsonb
      from rehearsal one where one.id = r.rehearsal_id and one.state = 'running'
        and r.merchant_id = ${merchantId}::uuid and r.rehearsal_id = ${rehearsalId}::uuid and r.integration_id = ${integrationId}::uuid`;
    if (stored === 0) return;
    // Report only the first refusal.
    if (told.state === "refused" && before?.refused.length === 0)
      await note(tx, scope, {
        kind: "addresses_refused",
        integrationId,
        params: { addresses: told.refused.join(", "), plannedAt: before.rehearsal.plannedAt.toISOString() },
      });
    await publish(tx, { kind: "integration", merchantId, integrationId });
    // Only the server can render the notice with its proof and fix.
    if (before && before.refused.join() !== told.refused.join()) await publish(tx, { kind: "incident", merchantId });
  });
}
