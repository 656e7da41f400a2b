import type { MerchantScope } from "@/lib/accounts/access";
import { findHoles, normalize } from "@/lib/sync/ledger";
import { inMerchant } from "@/lib/system/db";

/** What of the shop's modification time is confirmed: the outer bounds and the gaps between. */
export interface Coverage {
  from: Date;
  to: Date;
  holes: { from: Date; to: Date }[];
  /** The shop shows only orders that were placed in so many days; null: all of them. */
  historyDays: number | null;
}

/** The ledger of an integration, or null while nothing is confirmed. `importFrom` null means from the beginning. */
export async function readCoverage(scope: MerchantScope, integrationId: string): Promise<Coverage | null> {
  const { merchantId } = scope;
  const rows = await inMerchant(merchantId, (tx) =>
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
  const holes = findHoles(covered, { from: first.from, to: last.to }).map(({ from, to }) => ({ from: new Date(from), to: new Date(to) }));
  return { from: new Date(first.from), to: new Date(last.to), holes, historyDays: rows.at(0)?.integration.historyDays ?? null };
}

export interface OrderSetAside {
  id: string;
  externalId: string;
  error: string;
  raw: unknown;
  firstSeenAt: Date;
}

/** The orders that wait because they did not fit, newest first, at most 50. */
export async function listOrdersSetAside(scope: MerchantScope, integrationId: string): Promise<OrderSetAside[]> {
  const { merchantId } = scope;
  return inMerchant(merchantId, (tx) =>
    tx.orderSetAside.findMany({
      where: { merchantId, integrationId, resolvedAt: null },
      orderBy: { lastSeenAt: "desc" },
      select: { id: true, externalId: true, error: true, raw: true, firstSeenAt: true },
      take: 50,
    }),
  );
}
