import { afterCursor, type ListCursor, toPage } from "@/lib/base/list-cursor";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { Prisma } from "@/lib/infra/prisma-client/client";
import { findUncovered, normalize } from "@/lib/sync/engine/ledger";

/** The confirmed part of the shop's modification time: outer bounds, and the gaps between them. */
export interface Coverage {
  from: Date;
  to: Date;
  gaps: { from: Date; to: Date }[];
  /** The shop shows only orders placed within this many days; null for all. */
  historyDays: number | null;
  /** Quarantined orders: the shop has them, but they are not here. */
  unreadable: number;
  /** How many of them a user dismissed. */
  dismissed: number;
  /** Orders that the shop counted but did not list when all were last compared. */
  unlisted: number;
}

interface CoveredInterval {
  clockSkewMs: number;
  unreadable: number;
  dismissed: number;
  unlisted: number;
  coveredFrom: Date;
  coveredTo: Date;
  historyDays: number | null;
}

const INTERVALS = `select c.covered_from as "coveredFrom", c.covered_to as "coveredTo", i.history_days as "historyDays",
      i.clock_skew_ms as "clockSkewMs", broken.*,
      coalesce((select least(r.unlisted, r.shop_count - r.our_count) from sync_run r where r.merchant_id = i.merchant_id
        and r.integration_id = i.id and r.status = 'succeeded' and r.count_check_is_whole order by r.requested_at desc limit 1), 0) as "unlisted"
    from coverage_interval c join integration i on i.merchant_id = c.merchant_id and i.id = c.integration_id
      cross join lateral (select count(*)::int as unreadable, count(a.dismissed_at)::int as dismissed from quarantined_order a
        where a.merchant_id = i.merchant_id and a.integration_id = i.id and a.resolved_at is null) broken
    where c.merchant_id = $1::uuid and c.integration_id = $2::uuid order by c.covered_from limit 1000`;

/** The ledger of an integration; null while nothing is confirmed. `importFrom` is null to import from the beginning. */
export async function readCoverage(scope: MerchantScope, integrationId: string): Promise<Coverage | null> {
  const rows = await readMerchant(scope, ({ sql, merchantId }) => sql.query<CoveredInterval>(INTERVALS, [merchantId, integrationId]));
  const covered = normalize(rows.map((row) => ({ from: row.coveredFrom.getTime(), to: row.coveredTo.getTime() })));
  const first = covered.at(0);
  const last = covered.at(-1);
  if (!first || !last) return null;
  const gaps = findUncovered(covered, { from: first.from, to: last.to }).map(({ from, to }) => ({
    from: new Date(from),
    to: new Date(to),
  }));
  const { historyDays = null, clockSkewMs = 0, unreadable = 0, dismissed = 0, unlisted = 0 } = rows[0] ?? {};
  return {
    from: new Date(first.from),
    to: untilByOurs(last.to, clockSkewMs),
    gaps,
    historyDays,
    unreadable,
    dismissed,
    unlisted: Math.max(0, unlisted),
  };
}

/** The ledger is in the shop's time: where its clock is ahead, an end would lie in the future. */
const untilByOurs = (end: number, clockSkewMs: number): Date => new Date(Math.min(end - Math.max(0, clockSkewMs), Date.now()));

const DISMISSAL = { dismissedAt: true, dismissedBy: true, dismissedBecause: true } as const;
const QUARANTINED_COLUMNS = { id: true, externalId: true, error: true, raw: true, firstSeenAt: true, ...DISMISSAL } as const;

export interface QuarantinedOrder
  extends Omit<Prisma.QuarantinedOrderGetPayload<{ select: typeof QUARANTINED_COLUMNS }>, keyof typeof DISMISSAL> {
  /** A user accepted that it is missing. `by`: null for a job. */
  dismissed: { at: Date; by: string | null; reason: string } | null;
}

const QUARANTINED_SHOWN = 20;

/** One page of quarantined orders, newest first; empty for unknown and foreign ids. */
export async function listQuarantinedOrders(scope: MerchantScope, integrationId: string, before: ListCursor | null = null) {
  const orders = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.quarantinedOrder.findMany({
      where: { merchantId, integrationId, resolvedAt: null, ...afterCursor(before, "firstSeenAt") },
      orderBy: [{ firstSeenAt: "desc" }, { id: "desc" }],
      select: QUARANTINED_COLUMNS,
      take: QUARANTINED_SHOWN + 1,
    }),
  );
  const shown = orders.map(
    ({ dismissedAt: at, dismissedBy, dismissedBecause, ...order }): QuarantinedOrder => ({
      ...order,
      dismissed: at && { at, by: nameOfStored(dismissedBy), reason: dismissedBecause ?? "" },
    }),
  );
  return toPage(shown, QUARANTINED_SHOWN, ({ firstSeenAt: at, id }) => ({ at, id }));
}
