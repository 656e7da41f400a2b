import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { pageNumber } from "@/lib/base/paging";
import { CAUSE_CODES } from "@/lib/check/causes";
import { isAllowed, isReadOnly, type MerchantScope } from "@/lib/identity/accounts/access";
import { findMerchantName, findStaffMerchantScope } from "@/lib/identity/accounts/data";
import { requireMerchantScope, requireStaffScope } from "@/lib/identity/accounts/loaders";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { requirePerson } from "@/lib/identity/auth/session";
import { findIntegrationRow } from "@/lib/integrations/data";
import { countOpenThreads, countUnread, findThread, listAllThreads, listSolvedThreads, listThreads } from "@/lib/support/threads/data";
import { takeEvidence } from "@/lib/support/threads/evidence";
import { THREAD_STATUSES, type ThreadStatus } from "@/lib/support/threads/schema";
import type { Thread } from "@/lib/support/threads/thread";

export async function loadThreads(merchantId: string) {
  const scope = await requireMerchantScope(merchantId);
  return { threads: await listThreads(scope), readOnly: isReadOnly(scope) };
}

/** Counts of the frame: unread notifications, and questions with an unread answer; cached per request. */
export const loadUnread = cache(async (merchantId: string) => countUnread(await requireMerchantScope(merchantId)));

export const loadWaiting = async (): Promise<number> => countOpenThreads(await requireStaffScope());

export const loadThread = cache(async (merchantId: string, threadId: string) => {
  const scope = await requireMerchantScope(merchantId);
  const thread = z.uuid().safeParse(threadId).success ? await findThread(scope, threadId) : null;
  if (!thread) return notFound();
  return { thread, readOnly: isReadOnly(scope), isStaff: scope.actor.kind === "staff" };
});

const uuidOf = (value: unknown): string | null => z.uuid().safeParse(value).data ?? null;

/** What a question about the named things would include, shown before it is sent. */
export async function loadQuestionDraft(merchantId: string, query: Record<string, unknown>) {
  const scope = await requireMerchantScope(merchantId);
  const integrationId = uuidOf(query["integration"]);
  const runId = uuidOf(query["run"]);
  const causeCode = CAUSE_CODES.find((code) => code === query["cause"]) ?? null;
  const evidence = integrationId === null ? null : await takeEvidence(scope, integrationId, runId);
  if (integrationId !== null && !evidence) notFound();
  return { integrationId, causeCode, runId: integrationId === null ? null : runId, evidence, readOnly: isReadOnly(scope) };
}

export async function loadAllThreads(query: Record<string, unknown>) {
  const scope = await requireStaffScope();
  const status: ThreadStatus | null = THREAD_STATUSES.find((known) => known === query["status"]) ?? null;
  const page = pageNumber.parse(query["page"]);
  return { status, page, ...(await listAllThreads(scope, { status, page })) };
}

/** A question for staff, with the shop's current state and what fixed the same cause elsewhere. */
export const loadStaffThread = cache(async (merchantId: string, threadId: string) => {
  const platform = await requireStaffScope();
  const person = await requirePerson();
  const ids = z.object({ merchantId: z.uuid(), threadId: z.uuid() }).safeParse({ merchantId, threadId });
  const scope: MerchantScope | null = ids.success ? await findStaffMerchantScope(person, merchantId, null) : null;
  const thread: Thread | null = scope && (await findThread(scope, threadId));
  if (!scope || !thread) return notFound();
  const codes = thread.causeCode ? [thread.causeCode] : [...new Set((thread.evidence?.check?.causes ?? []).map(({ code }) => code))];
  const { integrationId } = thread;
  const { merchantName, row } = await readMerchant(scope, async (reader) => ({
    merchantName: (await findMerchantName(reader))?.name ?? "",
    row: integrationId === null ? null : await findIntegrationRow(reader, integrationId),
  }));
  const solved = await listSolvedThreads(platform, codes, thread.id);
  return { thread, merchantName, row, solved, suggestedCauses: codes, mayAnswer: isAllowed(platform, "answer_questions") };
});
