import type { MerchantScope } from "@/lib/identity/accounts/access";
import { toIncident } from "@/lib/incidents/record";
import type { Transaction } from "@/lib/infra/db";
import { judgeAnswer } from "@/lib/operations/learning/judge-answer";
import { toFixAnswer } from "@/lib/operations/learning/schema";

interface Observation {
  integrationId: string;
  /** By default the newest, which checks, imports and pushes move. */
  incidentId?: string;
  /** Null for what imports and pushes show. */
  checkStartedAt: Date | null;
}

/** Confirms or contradicts the answers on a shop's fixes, in the transaction that moved its incident. */
export async function judgeAnswers(tx: Transaction, { merchantId }: MerchantScope, seen: Observation): Promise<void> {
  const { integrationId, incidentId, checkStartedAt } = seen;
  const incident = await tx.incident.findFirst({
    where: { merchantId, integrationId, ...(incidentId ? { id: incidentId } : {}) },
    orderBy: [{ openedAt: "desc" }, { id: "desc" }],
    include: { fixAnswers: true },
  });
  if (!incident || incident.fixAnswers.length === 0) return;
  const { causes } = toIncident(incident);
  const hasCure = (causeCode: string, id: string): boolean =>
    incident.fixAnswers.some((other) => other.causeCode === causeCode && other.id !== id && other.answer !== "did_not");
  for (const { id, causeCode, ...row } of incident.fixAnswers) {
    const own = causes.filter(({ code }) => code === causeCode);
    const given = { ...row, answer: toFixAnswer(row.answer) };
    const judged = judgeAnswer(given, { causes: own, checkStartedAt, hasOtherCure: hasCure(causeCode, id) });
    if (judged.passed !== row.passed)
      await tx.fixAnswer.update({
        where: { merchantId_id: { merchantId, id } },
        data: { passed: judged.passed, judgedAt: judged.judgedAt },
      });
  }
}
