import type { z } from "zod";
import { maskText } from "@/lib/base/mask-secrets";
import { ok, type Result, refuse } from "@/lib/base/result";
import { HOUR_MS } from "@/lib/base/units";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import type { Actor } from "@/lib/identity/accounts/actor";
import { type AuditFields, recordPlatformEvent } from "@/lib/identity/audit/record";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { Prisma } from "@/lib/infra/prisma-client/client";
import { readStaff } from "@/lib/support/queue/data";
import type { Assignment, assignManySchema, SeenIncident, Snooze, snoozeManySchema } from "@/lib/support/queue/schema";
import { NO_WORK, type StaffMember, type Work, workSchema } from "@/lib/support/queue/work";

/** `overtaken`: a colleague changed the work first, and nothing was stored. */
export type WorkAnswer = { kind: "done"; work: Work } | { kind: "overtaken"; work: Work };
type WorkRefusal = "not_found" | "incident_over" | "assignee_unknown";

type Changes = Partial<Pick<Work, "snoozedAt" | "snoozedUntil" | "snoozeReason" | "handoverNote">> & {
  assignee?: StaffMember | null;
  noteBy?: Actor | null;
};
interface Change {
  action: "incident_assigned" | "incident_snoozed" | "incident_woken";
  /** What the log shows of it. */
  after: AuditFields;
  changes: Changes;
}

/** Gives an incident to a colleague, to the user or to no one, with a note for who works on it next. */
export function assignIncident(scope: PlatformScope, input: Assignment): Promise<Result<WorkAnswer, WorkRefusal>> {
  const { personId, note } = input;
  return changeWork(scope, input, async (tx, before) => {
    const assignee = personId === null ? null : (await readStaff(tx)).find((person) => person.personId === personId);
    if (assignee === undefined) return refuse("assignee_unknown");
    const handoverNote = note === undefined ? {} : { handoverNote: note === "" ? null : maskText(note) };
    const noteBy = (handoverNote.handoverNote ?? before.handoverNote) === before.handoverNote ? {} : { noteBy: scope.actor };
    return ok({
      action: "incident_assigned",
      after: { assignee: assignee?.name ?? null, ...handoverNote },
      changes: { assignee, ...handoverNote, ...noteBy },
    });
  });
}

/** How many incidents changed, and how many a colleague changed first. Those that are over count as neither. */
export interface ManyAnswer {
  done: number;
  overtaken: number;
}

/** The same for incidents of one shared problem. Each is changed on its own, so that one that a colleague changed stops no other. */
export const assignIncidents = (scope: PlatformScope, { incidents, personId }: z.infer<typeof assignManySchema>) =>
  changeMany(incidents, (seen) => assignIncident(scope, { ...seen, personId }));

export const snoozeIncidents = (scope: PlatformScope, { incidents, hours, reason }: z.infer<typeof snoozeManySchema>) =>
  changeMany(incidents, (seen) => snoozeIncident(scope, { ...seen, hours, reason }));

async function changeMany(
  incidents: readonly SeenIncident[],
  change: (seen: SeenIncident) => Promise<Result<WorkAnswer, WorkRefusal>>,
): Promise<Result<ManyAnswer, "assignee_unknown">> {
  const answer: ManyAnswer = { done: 0, overtaken: 0 };
  for (const seen of incidents) {
    const changed = await change(seen);
    if (changed.ok) answer[changed.value.kind] += 1;
    else if (changed.reason === "assignee_unknown") return refuse(changed.reason);
  }
  return ok(answer);
}

/** Puts an incident off. It comes back at the end, or when something happens that no one could know (work.ts). */
export function snoozeIncident(scope: PlatformScope, input: Snooze): Promise<Result<WorkAnswer, WorkRefusal>> {
  const { hours, reason } = input;
  return changeWork(scope, input, async () => {
    const now = new Date();
    const snooze = { snoozedAt: now, snoozedUntil: new Date(now.getTime() + hours * HOUR_MS), snoozeReason: maskText(reason) };
    return ok({ action: "incident_snoozed", after: { hours, reason: snooze.snoozeReason }, changes: snooze });
  });
}

export const wakeIncident = (scope: PlatformScope, input: SeenIncident): Promise<Result<WorkAnswer, WorkRefusal>> =>
  changeWork(scope, input, async () =>
    ok({ action: "incident_woken", after: {}, changes: { snoozedAt: null, snoozedUntil: null, snoozeReason: null } }),
  );

/** Changes the work if it is still as the user saw it. The lock serializes colleagues who act at once. */
function changeWork(
  scope: PlatformScope,
  { merchantId, incidentId, seen }: SeenIncident,
  decide: (tx: Transaction, before: Work) => Promise<Result<Change, WorkRefusal>>,
): Promise<Result<WorkAnswer, WorkRefusal>> {
  return inPlatform(async (tx) => {
    const key = { merchantId_id: { merchantId, id: incidentId } };
    const incident = await tx.incident.findUnique({ where: key, select: { closedAt: true, integrationId: true } });
    if (!incident) return refuse("not_found");
    if (incident.closedAt) return refuse("incident_over");
    const before = await lockWork(tx, merchantId, incidentId);
    if (before.version !== seen) return ok({ kind: "overtaken", work: before });
    const decided = await decide(tx, before);
    if (!decided.ok) return decided;
    const { action, after, changes } = decided.value;
    const stored = await tx.incidentWork.update({
      where: { merchantId_incidentId: { merchantId, incidentId } },
      data: { ...toStored(changes), version: before.version + 1, changedBy: scope.actor, changedAt: new Date() },
    });
    await recordPlatformEvent(tx, scope, {
      action,
      details: { merchantId, incidentId, integrationId: incident.integrationId },
      before: { assignee: before.assignee?.name ?? null },
      after,
    });
    await publish(tx, { kind: "queue" });
    return ok({ kind: "done", work: workSchema.parse(stored) });
  });
}

async function lockWork(tx: Transaction, merchantId: string, incidentId: string): Promise<Work> {
  await tx.$executeRaw`insert into incident_work (merchant_id, incident_id, version) values (${merchantId}::uuid, ${incidentId}::uuid, 0)
    on conflict do nothing`;
  await tx.$queryRaw`select 1 from incident_work where merchant_id = ${merchantId}::uuid and incident_id = ${incidentId}::uuid for no key update`;
  const stored = await tx.incidentWork.findUnique({ where: { merchantId_incidentId: { merchantId, incidentId } } });
  return stored ? workSchema.parse(stored) : NO_WORK;
}

function toStored({ assignee, noteBy, ...changes }: Changes) {
  const actor: Actor | null | undefined = assignee && { kind: "staff", ...assignee, reason: null };
  return {
    ...changes,
    ...(assignee === undefined ? {} : { assignee: actor ?? Prisma.DbNull }),
    ...(noteBy === undefined ? {} : { noteBy: noteBy ?? Prisma.DbNull }),
  };
}
