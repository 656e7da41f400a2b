import type { MerchantScope } from "@/lib/accounts/access";
import { startCheck } from "@/lib/checks/mutations";
import type { OutsideConfig } from "@/lib/egress/config";
import { createShopClient } from "@/lib/shops/client";
import type { Platform } from "@/lib/shops/platforms";
import type { LaneFacts } from "@/lib/sync/lane";
import { applyLaneEvent, toLaneFacts } from "@/lib/sync/lanes";
import { askWhetherAlive, askWhetherMended, type LookQuestion } from "@/lib/sync/look-question";
import { readShop } from "@/lib/sync/open-shop";
import { isSeenByLook } from "@/lib/sync/seen-by-look";
import { withConnections } from "@/lib/sync/shop-connections";
import { startRun } from "@/lib/sync/start-run";
import { DEFAULT_POLICY } from "@/lib/sync/throttle";
import { inMerchant, type Transaction } from "@/lib/system/db";

/** A look that finds no free connection for so long is left to the next one. */
const LOOK_WAITS_MS = 30_000;

/** Lanes that wait for what a person must mend, where one request can see it. */
const isBlocked = ({ state, reason }: LaneFacts): boolean => state === "action_needed" && isSeenByLook(reason);

/** What the lanes wait for: imports that shall go on by themselves come first. */
function chooseQuestion(
  lanes: readonly LaneFacts[],
  platform: Platform,
  outside: OutsideConfig,
): { question: LookQuestion; mends: boolean } {
  const imports = lanes.find(({ lane }) => lane === "orders_in");
  const blocked = imports && isAwaited(imports) ? undefined : lanes.find(isBlocked);
  return blocked && isSeenByLook(blocked.reason)
    ? { question: askWhetherMended(platform, blocked.reason, outside.egress.addresses), mends: true }
    : { question: askWhetherAlive(platform), mends: false };
}

const isAwaited = ({ state, failingSince }: LaneFacts): boolean =>
  state === "throttled" || state === "maintenance" || (state === "regular" && failingSince !== null);

/**
 * One unauthenticated request to a shop in trouble. The first healthy answer of one that was down starts a sync in the same transaction; an
 * answer to what was refused starts the check, which alone can tell that nothing stands in the way any more.
 */
export async function lookAtShop(scope: MerchantScope, integrationId: string, outside: OutsideConfig): Promise<boolean> {
  const shop = await readShop(scope, integrationId);
  if (!shop) return false;
  const { baseUrl, platform } = shop.ok ? shop.facts : shop.address;
  const { question, mends } = chooseQuestion(
    await inMerchant(scope.merchantId, (tx) => readLanes(tx, scope, integrationId)),
    platform,
    outside,
  );
  const sent = await withConnections(scope, integrationId, { wanted: 1, signal: AbortSignal.timeout(LOOK_WAITS_MS) }, () => {
    const egress = question.from === null ? outside.egress : { addresses: [question.from], control: null };
    const client = createShopClient({ baseUrl, platform, ...outside, egress, timeouts: { headersMs: 15_000, totalMs: 20_000 } });
    return client.send(question.request).finally(() => client.close());
  });
  // Others are asking this shop all the while: what they find moves the lane, and the next look is due by itself.
  if (!sent) return false;
  const passed = sent.ok && question.isPassed(sent.answer);
  await inMerchant(scope.merchantId, (tx) => (mends ? settleMended : settleAlive)(tx, scope, integrationId, passed));
  return passed;
}

const readLanes = async (tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<LaneFacts[]> =>
  (await tx.lane.findMany({ where: { merchantId, integrationId } })).map(toLaneFacts);

const eventOf = (passed: boolean) => ({ kind: passed ? "look_answered" : "look_failed" }) as const;

async function settleAlive(tx: Transaction, scope: MerchantScope, integrationId: string, passed: boolean): Promise<void> {
  const before = (await readLanes(tx, scope, integrationId)).find(({ lane }) => lane === "orders_in");
  const after = await applyLaneEvent(tx, scope, { integrationId, lane: "orders_in", event: eventOf(passed), now: new Date() });
  const isDue = after.nextSyncAt && after.nextSyncAt.getTime() <= Date.now();
  if (passed && before && isAwaited(before) && isDue) await startRun(tx, scope, integrationId, "canary");
}

async function settleMended(tx: Transaction, scope: MerchantScope, integrationId: string, passed: boolean): Promise<void> {
  const lanes = (await readLanes(tx, scope, integrationId)).filter(isBlocked);
  for (const { lane } of lanes) await applyLaneEvent(tx, scope, { integrationId, lane, event: eventOf(passed), now: new Date() });
  if (passed && lanes.length > 0 && !(await wasMisled(tx, scope, integrationId))) await startCheck(tx, scope, integrationId, "schedule");
}

/** A look was answered a while ago and the check found the cause all the same: the next one is not believed as quickly. */
async function wasMisled(tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<boolean> {
  const since = new Date(Date.now() - DEFAULT_POLICY.rareLookSeconds * 1000);
  const requestedBy = { path: ["job"], equals: "canary" };
  return (await tx.check.count({ where: { merchantId, integrationId, requestedAt: { gt: since }, requestedBy } })) > 0;
}
