import { maskText } from "@/lib/base/mask-secrets";
import { ok, type Result, refuse } from "@/lib/base/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { note } from "@/lib/notify/note";
import { takeEvidence } from "@/lib/support/threads/evidence";
import { type Answer, type Question, type Solution, subjectOf } from "@/lib/support/threads/schema";
import type { Side } from "@/lib/support/threads/thread";

// User input is masked like everything else: some users paste a key to get help sooner.

/** Length of the excerpt of the first message in lists. */
const FIRST_WORDS = 160;

const publishThread = (tx: Transaction, { merchantId }: MerchantScope, threadId: string): Promise<void> =>
  publish(tx, { kind: "thread", merchantId, threadId });

/** Asks support: question, evidence and audit event in one transaction. `not_found` for unknown and foreign shops and runs. */
export function askSupport(scope: MerchantScope, question: Question): Promise<Result<{ threadId: string }, "not_found">> {
  return openThread(scope, question, "merchant");
}

/** Writes to a merchant who has not asked, about one of its shops or none. Only for staff. */
export async function writeToMerchant(
  scope: MerchantScope,
  message: Omit<Question, "runId">,
): Promise<Result<{ threadId: string }, "not_found">> {
  return scope.actor.kind === "staff" ? openThread(scope, { ...message, runId: null }, "staff") : refuse("not_found");
}

async function openThread(scope: MerchantScope, question: Question, from: Side): Promise<Result<{ threadId: string }, "not_found">> {
  const { merchantId, actor } = scope;
  const { integrationId, causeCode, runId } = question;
  const text = maskText(question.text);
  const evidence = integrationId === null ? null : await takeEvidence(scope, integrationId, runId);
  if (integrationId !== null && !evidence) return refuse("not_found");
  if (runId !== null && !evidence?.runs.some(({ id }) => id === runId)) return refuse("not_found");
  const isStaff = from === "staff";
  return inMerchant(merchantId, async (tx) => {
    const now = new Date();
    const { id: threadId } = await tx.supportThread.create({
      data: {
        merchantId,
        integrationId,
        causeCode,
        runId,
        about: subjectOf(question),
        openedBy: actor,
        openedAt: now,
        evidence: evidence ?? {},
        firstWords: text.slice(0, FIRST_WORDS),
        lastMessageAt: now,
        ...(isStaff ? { status: "waiting", lastFrom: from, staffReadAt: now, merchantReadAt: new Date(0) } : { merchantReadAt: now }),
      },
    });
    await tx.supportMessage.create({ data: { merchantId, threadId, author: actor, text, at: now } });
    await recordAudit(tx, scope, { action: isStaff ? "support_wrote" : "support_asked", integrationId, details: { threadId } });
    if (isStaff) await note(tx, scope, { kind: "support_answered", integrationId, params: { threadId, first: true } });
    await publishThread(tx, scope, threadId);
    return ok({ threadId });
  });
}

/** Locks the thread's row until the commit, which serializes answers and solutions. */
async function lock(tx: Transaction, { merchantId }: MerchantScope, threadId: string): Promise<{ integrationId: string | null } | null> {
  const [row] = await tx.$queryRaw<{ integrationId: string | null }[]>`
    select integration_id as "integrationId" from support_thread
    where merchant_id = ${merchantId}::uuid and id = ${threadId}::uuid for no key update`;
  return row ?? null;
}

/** Adds a message of either side. A merchant's message asks support again, even in a solved thread. */
export function answerThread(scope: MerchantScope, { threadId, text: typed }: Answer): Promise<Result<true, "not_found">> {
  const text = maskText(typed);
  const { merchantId, actor } = scope;
  const isStaff = actor.kind === "staff";
  return inMerchant(merchantId, async (tx) => {
    const thread = await lock(tx, scope, threadId);
    if (!thread) return refuse("not_found");
    const at = new Date();
    await tx.supportMessage.create({ data: { merchantId, threadId, author: actor, text, at } });
    await tx.supportThread.update({
      where: { merchantId_id: { merchantId, id: threadId } },
      data: {
        status: isStaff ? "waiting" : "open",
        lastMessageAt: at,
        lastFrom: isStaff ? "staff" : "merchant",
        ...(isStaff ? { staffReadAt: at } : { merchantReadAt: at, solvedAt: null }),
      },
    });
    const action = isStaff ? "support_answered" : "support_written";
    await recordAudit(tx, scope, { action, integrationId: thread.integrationId, details: { threadId } });
    if (isStaff) await note(tx, scope, { kind: "support_answered", integrationId: thread.integrationId, params: { threadId } });
    await publishThread(tx, scope, threadId);
    return ok(true);
  });
}

/** Records cause and solution; only for staff. */
export function solveThread(scope: MerchantScope, { threadId, causeCode, fix: typed }: Solution): Promise<Result<true, "not_found">> {
  const { merchantId, actor } = scope;
  const fix = maskText(typed);
  return inMerchant(merchantId, async (tx) => {
    const thread = actor.kind === "staff" ? await lock(tx, scope, threadId) : null;
    if (!thread) return refuse("not_found");
    const at = new Date();
    await tx.supportThread.update({
      where: { merchantId_id: { merchantId, id: threadId } },
      data: {
        status: "solved",
        solvedAt: at,
        solvedBy: actor,
        solvedCause: causeCode,
        solvedFix: fix,
        lastMessageAt: at,
        lastFrom: "staff",
        staffReadAt: at,
      },
    });
    await recordAudit(tx, scope, {
      action: "support_solved",
      integrationId: thread.integrationId,
      details: { threadId, cause: causeCode, fix },
    });
    await note(tx, scope, { kind: "support_answered", integrationId: thread.integrationId, params: { threadId, solved: true } });
    await publishThread(tx, scope, threadId);
    return ok(true);
  });
}

/** Marks everything until now as read by the reader's side. Staff on the merchant's pages do not count as the merchant. */
export function markThreadRead(scope: MerchantScope, threadId: string, side: "merchant" | "staff"): Promise<boolean> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const rows =
      side === "staff"
        ? await tx.$executeRaw`update support_thread set staff_read_at = last_message_at
            where merchant_id = ${merchantId}::uuid and id = ${threadId}::uuid and staff_read_at is distinct from last_message_at and last_from = 'merchant'`
        : await tx.$executeRaw`update support_thread set merchant_read_at = last_message_at
            where merchant_id = ${merchantId}::uuid and id = ${threadId}::uuid and merchant_read_at < last_message_at and last_from = 'staff'`;
    if (rows > 0) await publishThread(tx, scope, threadId);
    return rows > 0;
  });
}
