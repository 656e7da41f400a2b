import { maskText } from "@/lib/base/mask-secrets";
import { ok, type Result, refuse } from "@/lib/base/result";
import { jobScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { recordPlatformEvent } from "@/lib/identity/audit/record";
import { toIncident } from "@/lib/incidents/record";
import { inPlatform } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { learnFromSupport } from "@/lib/operations/learning/mutations";
import { diagnosedCause } from "@/lib/support/outcomes/diagnosed-cause";
import type { Outcome } from "@/lib/support/outcomes/schema";

type Acting = Pick<PlatformScope, "actor" | "sourceAddress">;

/** Stores how an incident ended; a later outcome replaces it. What fixed it is learned as other answers on fixes are. */
export function recordOutcome(scope: Acting, outcome: Outcome): Promise<Result<true, "not_found">> {
  const { merchantId, incidentId, solvedBy, verdict, actualCause } = outcome;
  const text = maskText(outcome.text);
  return inPlatform(async (tx) => {
    const stored = await tx.incident.findUnique({ where: { merchantId_id: { merchantId, id: incidentId } } });
    if (!stored) return refuse("not_found");
    const { integrationId } = stored;
    const cause = diagnosedCause(toIncident(stored));
    const said = {
      integrationId,
      solvedBy,
      text,
      author: scope.actor,
      at: new Date(),
      ...(cause
        ? { causeCode: cause.code, verdict, actualCause: verdict === "wrong" ? actualCause : null }
        : { causeCode: null, verdict: "unknown", actualCause }),
    };
    await tx.contactOutcome.upsert({
      where: { merchantId_incidentId: { merchantId, incidentId } },
      create: { merchantId, incidentId, ...said },
      update: said,
    });
    if (cause && verdict === "confirmed" && text !== "")
      await learnFromSupport(tx, jobScope("learn", merchantId), { integrationId, incidentId, cause, text, author: scope.actor });
    await recordPlatformEvent(tx, scope, {
      action: "outcome_recorded",
      details: { merchantId, incidentId, integrationId },
      after: { solvedBy, verdict: said.verdict, cause: said.causeCode, text },
    });
    await publish(tx, { kind: "queue" });
    return ok(true);
  });
}

/** The same for a solved question: its incident is the newest one of the shop since the merchant asked. `false` if there is none. */
export async function recordThreadOutcome(
  scope: Acting,
  { merchantId, threadId, ...outcome }: Omit<Outcome, "incidentId"> & { threadId: string },
): Promise<boolean> {
  const incident = await inPlatform(async (tx) => {
    const thread = await tx.supportThread.findUnique({ where: { merchantId_id: { merchantId, id: threadId } } });
    if (!thread?.integrationId) return null;
    const { integrationId, openedAt } = thread;
    return tx.incident.findFirst({
      where: { merchantId, integrationId, OR: [{ closedAt: null }, { closedAt: { gt: openedAt } }] },
      orderBy: { openedAt: "desc" },
    });
  });
  return incident !== null && (await recordOutcome(scope, { merchantId, incidentId: incident.id, ...outcome })).ok;
}
