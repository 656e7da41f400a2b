import { DAY_MS } from "@/lib/base/units";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { connectorFor } from "@/lib/connectors/registry";
import { type Ending, type EndingKind, stepOf, stepToNotify } from "@/lib/health/endings/ending";
import { type FoundEndings, findEndings } from "@/lib/health/endings/find-endings";
import { habitOf, readSeen, rememberCertificate } from "@/lib/health/endings/renewal-habit";
import { certificateRenewed, endingNear } from "@/lib/health/events";
import { readShop, type ShopFacts } from "@/lib/health/open-shop";
import { renewStoredKey } from "@/lib/health/renew-key";
import { jobScope, type MerchantScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { log } from "@/lib/infra/log";

const BATCH = 20;
const RENEW_BEFORE_MS = 60 * DAY_MS;

/** Claims due shops and schedules their next examination. New shops are spread over the day. */
const takeDue = () =>
  inPlatform(
    (tx) => tx.$queryRaw<{ merchantId: string; integrationId: string }[]>`
      with due as (
        select merchant_id, id from integration
        where next_endings_check_at is null or next_endings_check_at <= now()
        order by next_endings_check_at nulls first limit ${BATCH} for no key update skip locked)
      update integration i set next_endings_check_at = now() + interval '22 hours' + random() * interval '2 hours'
      from due where i.merchant_id = due.merchant_id and i.id = due.id
      returning i.merchant_id as "merchantId", i.id as "integrationId"`,
  );

/** Renews keys well before they expire for lack of use. */
async function keepAlive(scope: MerchantScope, integrationId: string, facts: ShopFacts, outside: OutsideConfig): Promise<unknown> {
  const { credentials } = facts;
  const endsAt = credentials === null ? null : connectorFor(facts.shopSystem).renewal?.cannotBeRenewedAfter(credentials);
  if (!endsAt || endsAt.getTime() > Date.now() + RENEW_BEFORE_MS) return credentials;
  const renewed = await renewStoredKey(scope, integrationId, credentials, outside);
  return renewed.ok ? renewed.credentials : credentials;
}

/** Forgets what ended with a replaced server or key, and examines the shop at once. The caller holds the shop's lock. */
export async function forgetEndings(tx: Transaction, scope: MerchantScope, integrationId: string, kinds: readonly EndingKind[]) {
  const { merchantId } = scope;
  await tx.shopEnding.deleteMany({ where: { merchantId, integrationId, kind: { in: [...kinds] } } });
  const data = { nextEndingsCheckAt: null, ...(kinds.includes("certificate") ? { certificatesSeen: [] } : {}) };
  await tx.integration.updateMany({ where: { merchantId, id: integrationId }, data });
}

/** Remembers the server's certificate. @returns its ending with the shop's habit, if the server's is the first of its chain to expire */
async function withHabit(tx: Transaction, { merchantId }: MerchantScope, id: string, ending: Ending, now: Date): Promise<Ending> {
  const [own] = ending.details.chain ?? [];
  if (ending.kind !== "certificate" || !own) return ending;
  const where = { merchantId, id };
  const row = await tx.integration.findFirst({ where, select: { certificatesSeen: true } });
  const known = readSeen(row?.certificatesSeen);
  const seen = rememberCertificate(known, own, now);
  if (seen !== known) await tx.integration.updateMany({ where, data: { certificatesSeen: seen } });
  const usuallyLeft = own.fingerprintSha256 === ending.details.digest ? habitOf(seen) : null;
  return usuallyLeft === null ? ending : { ...ending, details: { ...ending.details, usuallyLeft } };
}

/** Stores what has reached its first step, and notifies members once per step. */
export function storeEndings(scope: MerchantScope, integrationId: string, found: FoundEndings, now: Date): Promise<void> {
  const { merchantId } = scope;
  const { unknown } = found;
  return inMerchant(merchantId, async (tx) => {
    const endings: Ending[] = [];
    for (const ending of found.endings) endings.push(await withHabit(tx, scope, integrationId, ending, now));
    const known = await tx.shopEnding.findMany({ where: { merchantId, integrationId } });
    const near = endings.filter((ending) => stepOf(ending, now) !== null);
    const kept: string[] = [...near.map(({ kind }) => kind), ...unknown];
    for (const ending of near) await storeOne(ending);
    const gone = { merchantId, integrationId, kind: { notIn: kept } };
    const { count } = await tx.shopEnding.deleteMany({ where: gone });
    const certificate = known.find(({ kind }) => kind === "certificate");
    const shown = endings.find(({ kind }) => kind === "certificate");
    if (certificate && shown && shown.endsAt > certificate.endsAt) await certificateRenewed.publish(tx, { scope, integrationId });
    if (count > 0 || near.length > 0) await publish(tx, { kind: "integration", merchantId, integrationId });

    async function storeOne(ending: Ending): Promise<void> {
      const before = known.find(({ kind }) => kind === ending.kind) ?? null;
      // A name that still does not resolve ended when that was first seen.
      const lasting = ending.kind === "domain" && before ? { ...ending, endsAt: before.endsAt } : ending;
      const step = stepToNotify(lasting, before, now);
      const sameEnd = before?.endsAt.getTime() === lasting.endsAt.getTime();
      const stored = {
        endsAt: lasting.endsAt,
        details: { ...lasting.details },
        checkedAt: now,
        notifiedStep: step ?? (sameEnd ? (before?.notifiedStep ?? null) : null),
      };
      const key = { merchantId, integrationId, kind: ending.kind };
      await tx.shopEnding.upsert({
        where: { merchantId_integrationId_kind: key },
        create: { ...key, ...stored },
        update: stored,
      });
      if (step !== null) await endingNear.publish(tx, { scope, integrationId, ending: lasting });
    }
  });
}

export async function examineShop(scope: MerchantScope, integrationId: string, outside: OutsideConfig, now: Date): Promise<void> {
  const { merchantId } = scope;
  const shop = await readShop(scope, integrationId);
  if (!shop) return;
  const row = await inMerchant(merchantId, (tx) =>
    tx.integration.findUnique({ where: { merchantId_id: { merchantId, id: integrationId } }, select: { shopSystemVersion: true } }),
  );
  const facts = shop.ok ? shop.facts : { ...shop.address, credentials: null };
  const credentials = await keepAlive(scope, integrationId, facts, outside);
  const found = await findEndings({ ...facts, credentials, shopSystemVersion: row?.shopSystemVersion ?? null }, outside, now);
  await storeEndings(scope, integrationId, found, now);
}

/** Examines the shops that are due. @returns how many */
export async function watchEndings(_scope: PlatformScope, outside: OutsideConfig): Promise<number> {
  const due = await takeDue();
  await Promise.all(
    due.map(({ merchantId, integrationId }) =>
      examineShop(jobScope("endings", merchantId), integrationId, outside, new Date()).catch((error: unknown) =>
        log.warn({ err: error, integrationId }, "could not examine what ends"),
      ),
    ),
  );
  return due.length;
}
