import { ok, type Result, refuse } from "@/lib/base/result";
import { isAllowed, orderedScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { recordPlatformEvent } from "@/lib/identity/audit/record";
import { inPlatform } from "@/lib/infra/db";
import type { MacroAct } from "@/lib/support/macros/macro-acts";
import type { MacroInput, SentAnswer } from "@/lib/support/macros/schema";
import { assignIncident, snoozeIncident, type WorkAnswer } from "@/lib/support/queue/mutations";
import type { SeenIncident } from "@/lib/support/queue/schema";
import { TRIED_STEPS, tryStep } from "@/lib/support/queue/try-step";
import type { Work } from "@/lib/support/queue/work";
import { answerThread, writeToMerchant } from "@/lib/support/threads/mutations";

/** Stores a template for all staff. `name_taken`: another one has its name. */
export function saveMacro(scope: PlatformScope, { id, ...macro }: MacroInput): Promise<Result<{ id: string }, "not_found" | "name_taken">> {
  return inPlatform(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('answer_macro'))`;
    const before = id ? await tx.answerMacro.findUnique({ where: { id } }) : null;
    if (id && !before) return refuse("not_found");
    const namesake = await tx.answerMacro.findUnique({ where: { name: macro.name }, select: { id: true } });
    if (namesake && namesake.id !== id) return refuse("name_taken");
    const data = { ...macro, author: scope.actor, changedAt: new Date() };
    const stored = id ? await tx.answerMacro.update({ where: { id }, data }) : await tx.answerMacro.create({ data });
    const logged = (one: { name: string; texts: unknown; snoozeHours: number | null }) => ({
      name: one.name,
      hours: one.snoozeHours,
      text: Object.values(one.texts as Record<string, string>).join("\n\n"),
    });
    await recordPlatformEvent(tx, scope, {
      action: "macro_saved",
      details: { macroId: stored.id },
      ...(before ? { before: logged(before) } : {}),
      after: logged(stored),
    });
    return ok({ id: stored.id });
  });
}

export function removeMacro(scope: PlatformScope, { id }: { id: string }): Promise<Result<true, "not_found">> {
  return inPlatform(async (tx) => {
    const found = await tx.answerMacro.findUnique({ where: { id } });
    const { count } = await tx.answerMacro.deleteMany({ where: { id } });
    if (!found || count === 0) return refuse("not_found");
    await recordPlatformEvent(tx, scope, { action: "macro_removed", details: { macroId: id }, before: { name: found.name } });
    return ok(true);
  });
}

/** `overtaken`: a colleague changed the work on the incident first, and nothing was sent. */
export type AnswerSent = { kind: "sent"; threadId: string; step: "none" | "started" | "not_started" } | { kind: "overtaken"; work: Work };
type SendRefusal = "not_found" | "incident_over" | "assignee_unknown" | "role_lacks_right";

/** Works on the incident as the template says, sends the answer, and starts the test. `reason`: what the merchant's log says of the test. */
export async function sendAnswer(
  scope: PlatformScope,
  { merchantId, integrationId, threadId, incident, act, snoozeHours, name, text }: SentAnswer,
  reason: string,
): Promise<Result<AnswerSent, SendRefusal>> {
  const { actor, sourceAddress } = scope;
  if (actor.kind !== "staff") return refuse("not_found");
  const tried = TRIED_STEPS.find((step) => step === act);
  const isWork = incident !== null && (act === "take" || act === "release" || snoozeHours !== null);
  if ((isWork && !isAllowed(scope, "work_incidents")) || (tried && !isAllowed(scope, "act_for_merchant")))
    return refuse("role_lacks_right");
  if (incident && isWork) {
    if (incident.merchantId !== merchantId) return refuse("not_found");
    const worked = await workOn(scope, incident, { act, snoozeHours, name });
    if (!worked.ok) return worked;
    if (worked.value.kind === "overtaken") return ok(worked.value);
  }
  const merchant = orderedScope(actor, merchantId, sourceAddress);
  const written = threadId
    ? await answerThread(merchant, { threadId, text })
    : await writeToMerchant(merchant, { integrationId, causeCode: null, text });
  if (!written.ok) return written;
  const sent = { kind: "sent" as const, threadId: written.value === true ? (threadId ?? "") : written.value.threadId };
  if (!tried || !integrationId) return ok({ ...sent, step: "none" });
  const started = await tryStep(orderedScope({ ...actor, reason }, merchantId, sourceAddress), { integrationId, act: tried });
  return ok({ ...sent, step: started.ok && started.value.kind === "started" ? "started" : "not_started" });
}

async function workOn(
  scope: PlatformScope,
  incident: SeenIncident,
  { act, snoozeHours, name }: { act: MacroAct; snoozeHours: SentAnswer["snoozeHours"]; name: string },
): Promise<Result<WorkAnswer, Exclude<SendRefusal, "role_lacks_right">>> {
  const { actor } = scope;
  const personId = act === "take" && actor.kind === "staff" ? actor.personId : null;
  const assigned = act === "take" || act === "release" ? await assignIncident(scope, { ...incident, personId }) : null;
  if (assigned && (!assigned.ok || assigned.value.kind === "overtaken" || snoozeHours === null)) return assigned;
  const seen = assigned?.ok ? assigned.value.work.version : incident.seen;
  return snoozeIncident(scope, { ...incident, seen, hours: snoozeHours ?? 4, reason: name });
}
