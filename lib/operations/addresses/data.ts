import { PAGE_SIZE } from "@/lib/base/paging";
import { type CheckResult, checkResultSchema } from "@/lib/check/result";
import type { MerchantScope, PlatformScope } from "@/lib/identity/accounts/access";
import { type Actor, readActor } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { inPlatform } from "@/lib/infra/db";
import type { Rehearsal } from "@/lib/infra/prisma-client/client";
import { REHEARSAL_STATES, type RehearsalState, type ShownState } from "@/lib/operations/addresses/judge-rehearsal";

export interface RehearsalView extends Omit<Rehearsal, "state" | "startedBy" | "endedBy"> {
  state: "running" | "moved";
  startedBy: Actor;
  counts: Record<ShownState, number>;
}

/** The running rehearsal, else the newest one that moved traffic; null if there never was one. */
export function findRehearsal(_scope: PlatformScope): Promise<RehearsalView | null> {
  return inPlatform(async (tx) => {
    const row =
      (await tx.rehearsal.findFirst({ where: { state: "running" } })) ??
      (await tx.rehearsal.findFirst({ where: { state: "moved" }, orderBy: { startedAt: "desc" } }));
    if (!row) return null;
    const groups = await tx.rehearsalResult.groupBy({ by: ["state"], where: { rehearsalId: row.id }, _count: true });
    const byState = Object.fromEntries(
      REHEARSAL_STATES.map((state) => [state, groups.find((group) => group.state === state)?._count ?? 0]),
    ) as Record<RehearsalState, number>;
    const { passes, ...others } = byState;
    const counts = { ...byState, open: Object.values(others).reduce((sum, count) => sum + count, 0) };
    return { ...row, state: row.state === "moved" ? "moved" : "running", startedBy: readActor(row.startedBy), counts };
  });
}

/** One page of a rehearsal's shops, by merchant. */
export function listRehearsedShops(
  _scope: PlatformScope,
  { rehearsalId, state, page }: { rehearsalId: string; state: ShownState; page: number },
) {
  return inPlatform(async (tx) => {
    const rows = await tx.rehearsalResult.findMany({
      where: { rehearsalId, state: state === "open" ? { not: "passes" } : state },
      select: {
        state: true,
        merchantId: true,
        integrationId: true,
        refused: true,
        checkedAt: true,
        integration: { select: { name: true, baseUrl: true, merchant: { select: { name: true } } } },
      },
      orderBy: [{ merchantId: "asc" }, { integrationId: "asc" }],
      skip: (page - 1) * PAGE_SIZE,
      take: PAGE_SIZE,
    });
    return rows.map(({ integration, state: answer, ...row }) => ({
      ...row,
      state: REHEARSAL_STATES.find((known) => known === answer) ?? "waiting",
      name: integration.name,
      baseUrl: integration.baseUrl,
      merchantName: integration.merchant.name,
    }));
  });
}

/** An upcoming change of addresses that one of the merchant's shops would refuse. */
export interface RefusedRehearsal {
  integrationId: string;
  name: string;
  refused: string[];
  plannedAt: Date;
  checkedAt: Date | null;
  /** A repeated rehearsal is pending. */
  isWaiting: boolean;
  /** The check that proves it; null if this version cannot read it. */
  result: CheckResult | null;
}

const REFUSED_REHEARSALS = `select r.integration_id as "integrationId", i.name, r.refused, h.planned_at as "plannedAt", r.checked_at as "checkedAt",
      r.state = 'waiting' as "isWaiting", r.result
    from rehearsal_result r join rehearsal h on h.id = r.rehearsal_id
    join integration i on i.merchant_id = r.merchant_id and i.id = r.integration_id
    where r.merchant_id = $1::uuid and ($2::uuid is null or r.integration_id = $2::uuid) and h.state = 'running' and r.refused <> '{}'
    order by r.integration_id`;

/** The merchant's shops that refuse addresses about to go live; empty if no change is planned or all shops pass. */
export async function listRefusedRehearsals(scope: MerchantScope, integrationId: string | null): Promise<RefusedRehearsal[]> {
  const { merchantId } = scope;
  const rows = await readMerchant(scope, ({ sql }) =>
    sql.query<RefusedRehearsal & { result: unknown }>(REFUSED_REHEARSALS, [merchantId, integrationId]),
  );
  return rows.map((row) => {
    const result = checkResultSchema.safeParse(row.result);
    return { ...row, result: result.success ? result.data : null };
  });
}
