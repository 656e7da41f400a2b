import { MINUTE_MS } from "@/lib/base/units";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import type { BuyerErasure } from "@/lib/infra/prisma-client/client";
import { type ReadPage, redactPage, TEXT_TABLES } from "@/lib/orders/privacy/redact-texts";
import { emailRedactor, redactor } from "@/lib/orders/privacy/redact-value";
import { stripPage, stripQuarantined } from "@/lib/orders/privacy/strip-orders";

/** Rows that one transaction reads, so that an erasure never holds locks or a processor for long. */
const BATCH = 250;
/** After this time, no further page is read in the same transaction. */
const BATCH_MS = 500;
/** Logs of a million entries take some seconds to search. */
const TIMEOUT_MS = MINUTE_MS;
/** A hostile shop may give each order another name. */
const MAX_NAMES = 100;
/** The class of advisory locks, one a merchant, which a worker holds while it erases. */
const WORK_LOCK = 20_261_202;

type Counted = "orders" | "quarantined" | "texts";
interface Phase {
  counts: Counted;
  work(tx: Transaction, erasure: BuyerErasure, page: { after: string | null; size: number }): Promise<ReadPage & { names?: string[] }>;
}

/** Orders first: they tell which names to look for in texts. */
const PHASES: readonly Phase[] = [
  { counts: "orders", work: (tx, erasure, page) => stripPage(tx, erasure.merchantId, erasure, page) },
  { counts: "quarantined", work: (tx, erasure, page) => stripQuarantined(tx, erasure.merchantId, erasure, page) },
  ...TEXT_TABLES.map(
    (table): Phase => ({
      counts: "texts",
      work: (tx, { merchantId, emails, names }, page) =>
        redactPage(tx, merchantId, table, table.emailsOnly ? emailRedactor(emails) : redactor(emails, names), page),
    }),
  ),
];

/**
 * Works on one batch of an erasure, at most one of a merchant at a time. Merchants take turns, however many each has asked for: what is finished
 * counts as a turn, too. @returns 1, or 0 if none is due
 */
export async function workErasures(_scope: PlatformScope): Promise<number> {
  const waiting = await inPlatform(
    (tx) => tx.$queryRaw<{ merchantId: string }[]>`
      select merchant_id::text as "merchantId" from buyer_erasure
      where merchant_id in (select merchant_id from buyer_erasure where finished_at is null)
      group by merchant_id order by max(worked_at) nulls first, min(requested_at) filter (where finished_at is null) limit 20`,
  );
  for (const { merchantId } of waiting) {
    const worked = await inPlatform((tx) => workFor(tx, merchantId), { timeoutMs: TIMEOUT_MS }).catch(async (error: unknown) => {
      // The others come first.
      await inPlatform((tx) => tx.buyerErasure.updateMany({ where: { merchantId, finishedAt: null }, data: { workedAt: new Date() } }));
      throw error;
    });
    if (worked) return 1;
  }
  return 0;
}

/** @returns false if another worker erases for this merchant, or nothing is left to erase */
async function workFor(tx: Transaction, merchantId: string): Promise<boolean> {
  const [lock] = await tx.$queryRaw<{ held: boolean }[]>`
    select pg_try_advisory_xact_lock(${WORK_LOCK}::int, hashtext(${merchantId})) as held`;
  if (!lock?.held) return false;
  const erasure = await tx.buyerErasure.findFirst({ where: { merchantId, finishedAt: null }, orderBy: { requestedAt: "asc" } });
  if (!erasure) return false;
  const { id } = erasure;
  const key = { merchantId_id: { merchantId, id } };
  const until = Date.now() + BATCH_MS;
  for (let left = BATCH; left > 0 && Date.now() < until; ) {
    const phase = PHASES[erasure.phase];
    if (!phase || (erasure.wholeShop && phase.counts === "texts")) {
      // Those that were written meanwhile, from orders that still named the buyer.
      await tx.orderExport.deleteMany({ where: { merchantId } });
      await tx.$executeRaw`select finish_erasure(${merchantId}::uuid, ${id}::uuid)`;
      break;
    }
    const { after, searched, changed, names = [] } = await phase.work(tx, erasure, { after: erasure.afterId, size: left });
    left -= searched;
    erasure.phase += after === null ? 1 : 0;
    erasure.afterId = after;
    erasure.searched += searched;
    erasure[phase.counts] += changed;
    if (!erasure.wholeShop)
      erasure.names = [...new Set([...erasure.names, ...names.map((name) => name.slice(0, 300))])].slice(0, MAX_NAMES);
    const { phase: next, searched: total, orders, quarantined, texts } = erasure;
    const data = { phase: next, afterId: after, searched: total, orders, quarantined, texts, names: erasure.names, workedAt: new Date() };
    await tx.buyerErasure.update({ where: key, data });
  }
  await publish(tx, { kind: "erasure", merchantId });
  if (erasure.integrationId) await publish(tx, { kind: "integration", merchantId, integrationId: erasure.integrationId });
  return true;
}
