import { DAY_MS } from "@/lib/base/units";
import { type CauseCode, toCauseCode } from "@/lib/check/causes";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { toIncident } from "@/lib/incidents/record";
import { inPlatform } from "@/lib/infra/db";
import { diagnosedCause } from "@/lib/support/outcomes/diagnosed-cause";
import { SOLVERS, type Solver } from "@/lib/support/outcomes/verdicts";

/** A closed incident that the reader worked on. */
export interface EndedIncident {
  merchantId: string;
  merchantName: string;
  incidentId: string;
  integrationId: string;
  shop: string;
  closedAt: Date;
  cause: CauseCode | null;
}

const ASKED_DAYS = 14;
const MAX_ENDED = 10;

/** Closed incidents of the reader without an outcome, newest first. */
export function listEnded({ actor }: PlatformScope): Promise<EndedIncident[]> {
  const personId = actor.kind === "staff" ? actor.personId : "";
  return inPlatform(async (tx) => {
    const rows = await tx.incident.findMany({
      where: {
        closedAt: { gt: new Date(Date.now() - ASKED_DAYS * DAY_MS) },
        work: { assignee: { path: ["personId"], equals: personId } },
        outcome: null,
      },
      orderBy: [{ closedAt: "desc" }, { id: "desc" }],
      take: MAX_ENDED,
      include: { integration: { select: { name: true, merchant: { select: { name: true } } } } },
    });
    return rows.map(({ integration, ...row }) => {
      const cause = diagnosedCause(toIncident(row));
      return {
        merchantId: row.merchantId,
        incidentId: row.id,
        integrationId: row.integrationId,
        shop: integration.name,
        merchantName: integration.merchant.name,
        closedAt: row.closedAt ?? row.openedAt,
        cause: cause && toCauseCode(cause.code),
      };
    });
  });
}

/** How often staff found a diagnosis right. */
export interface DiagnosisRecord {
  cause: CauseCode;
  confirmed: number;
  total: number;
  /** What it was where it was wrong, each once. */
  instead: CauseCode[];
  /** Who solved it most often. */
  solvedBy: Solver;
}

/** From so many wrong ones on, a diagnosis is worth staff's attention. */
const MIN_WRONG = 3;
export const isDoubtful = ({ confirmed, total }: Pick<DiagnosisRecord, "confirmed" | "total">): boolean =>
  total - confirmed >= MIN_WRONG && confirmed * 2 < total;

export async function listDiagnosisRecords(_scope: PlatformScope): Promise<DiagnosisRecord[]> {
  const rows = await inPlatform(
    (tx) => tx.$queryRaw<{ cause: string; confirmed: number; total: number; instead: string[] | null; solvedBy: string }[]>`
      select cause_code as cause, count(*) filter (where verdict = 'confirmed')::int as confirmed, count(*)::int as total,
        array_agg(distinct actual_cause) filter (where actual_cause is not null) as instead, mode() within group (order by solved_by) as "solvedBy"
      from contact_outcome where cause_code is not null and verdict <> 'unknown' group by cause_code order by total desc, cause_code limit 100`,
  );
  return rows.map(({ cause, instead, solvedBy, ...row }) => ({
    ...row,
    cause: toCauseCode(cause),
    instead: (instead ?? []).map(toCauseCode),
    solvedBy: SOLVERS.find((one) => one === solvedBy) ?? "other",
  }));
}
