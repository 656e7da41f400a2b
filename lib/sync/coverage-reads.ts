import { type ListCursor, type Page, toPage } from "@/lib/base/list-cursor";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { findUncovered, normalize } from "@/lib/sync/engine/ledger";

/** What of the shop's modification time is confirmed: the outer bounds and the gaps between. */
export interface Coverage {
  from: Date;
  to: Date;
  gaps: { from: Date; to: Date }[];
  /** The shop shows only orders that were placed in so many days; null: all of them. */
  historyDays: number | null;
}

/** The ledger of an integration, or null while nothing is confirmed. `importFrom` null means from the beginning. */
export async function readCoverage(scope: MerchantScope, integrationId: string): Promise<Coverage | null> {
  const { merchantId } = scope;
  const rows = await readMerchant(scope, ({ tx }) =>
    tx.coverageInterval.findMany({
      where: { merchantId, integrationId },
      orderBy: { coveredFrom: "asc" },
      include: { integration: { select: { historyDays: true } } },
      take: 1_000,
    }),
  );
  const covered = normalize(rows.map((row) => ({ from: row.coveredFrom.getTime(), to: row.coveredTo.getTime() })));
  const first = covered.at(0);
  const last = covered.at(-1);
  if (!first || !last) return null;
  const gaps = findUncovered(covered, { from: first.from, to: last.to }).map(({ from, to }) => ({
    from: new Date(from),
    to: new Date(to),
  }));
  return { from: new Date(first.from), to: new Date(last.to), gaps, historyDays: rows.at(0)?.integration.historyDays ?? null };
}

export interface QuarantinedOrder {
  id: string;
  externalId: string;
  error: string;
  raw: unknown;
  firstSeenAt: Date;
}

const SET_ASIDE_SHOWN = 20;

/** One page of the orders that wait because they did not fit, those that came last first; empty for unknown and foreign ids. */
export async function listQuarantinedOrders(
  scope: MerchantScope,
  integrationId: string,
  before: ListCursor | null = null,
): Promise<Page<QuarantinedOrder>> {
  const { merchantId } = scope;
  const afterCursor = before
    ? { firstSeenAt: { lte: before.at }, OR: [{ firstSeenAt: { lt: before.at } }, { id: { lt: before.id } }] }
    : {};
  const orders = await readMerchant(scope, ({ tx }) =>
    tx.quarantinedOrder.findMany({
      where: { merchantId, integrationId, resolvedAt: null, ...afterCursor },
      orderBy: [{ firstSeenAt: "desc" }, { id: "desc" }],
      select: { id: true, externalId: true, error: true, raw: true, firstSeenAt: true },
      take: SET_ASIDE_SHOWN + 1,
    }),
  );
  return toPage(orders, SET_ASIDE_SHOWN, ({ firstSeenAt: at, id }) => ({ at, id }));
}
