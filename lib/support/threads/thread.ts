import { CAUSE_CODES, type CauseCode } from "@/lib/check/causes";
import { type Actor, readActor } from "@/lib/identity/accounts/actor";
import type { SupportMessage, SupportThread } from "@/lib/infra/prisma-client/client";
import { type Evidence, evidenceSchema } from "@/lib/support/threads/evidence";
import { THREAD_STATUSES, THREAD_SUBJECTS, type ThreadStatus, type ThreadSubject } from "@/lib/support/threads/schema";

/** Who reads: each side has its own read marker. */
export type Side = "merchant" | "staff";

export interface ThreadRow
  extends Pick<SupportThread, "id" | "merchantId" | "integrationId" | "openedAt" | "firstWords" | "lastMessageAt"> {
  /** The shop's name at the time of asking; null if the question is about no shop. */
  shop: string | null;
  about: ThreadSubject;
  causeCode: CauseCode | null;
  status: ThreadStatus;
  openedBy: Actor;
  lastFrom: Side;
  unread: boolean;
}

export interface ThreadMessage {
  id: string;
  author: Actor;
  text: string;
  at: Date;
}

export interface Thread extends ThreadRow {
  runId: string | null;
  messages: ThreadMessage[];
  evidence: Evidence | null;
  solution: { at: Date; by: Actor; causeCode: CauseCode | null; fix: string } | null;
}

const toCause = (text: string | null): CauseCode | null => CAUSE_CODES.find((code) => code === text) ?? null;
const toEvidence = (value: unknown): Evidence | null => evidenceSchema.safeParse(value).data ?? null;

type RowRecord = Omit<SupportThread, "evidence" | "solvedBy" | "solvedCause" | "solvedFix" | "solvedAt" | "runId"> & {
  shop: string | null;
};

export function toThreadRow(row: RowRecord, reader: Side): ThreadRow {
  const readAt = reader === "merchant" ? row.merchantReadAt : row.staffReadAt;
  return {
    id: row.id,
    merchantId: row.merchantId,
    integrationId: row.integrationId,
    shop: row.shop,
    about: THREAD_SUBJECTS.find((subject) => subject === row.about) ?? "merchant",
    causeCode: toCause(row.causeCode),
    status: THREAD_STATUSES.find((status) => status === row.status) ?? "open",
    openedBy: readActor(row.openedBy),
    openedAt: row.openedAt,
    firstWords: row.firstWords,
    lastMessageAt: row.lastMessageAt,
    lastFrom: row.lastFrom === "staff" ? "staff" : "merchant",
    unread: row.lastFrom !== reader && (readAt === null || readAt < row.lastMessageAt),
  };
}

export function toThread(row: SupportThread & { messages: SupportMessage[] }, reader: Side): Thread {
  const evidence = toEvidence(row.evidence);
  return {
    ...toThreadRow({ ...row, shop: evidence?.shop.name ?? null }, reader),
    runId: row.runId,
    evidence,
    messages: row.messages.map(({ id, author, text, at }) => ({ id, author: readActor(author), text, at })),
    solution:
      row.status === "solved" && row.solvedAt && row.solvedFix !== null
        ? { at: row.solvedAt, by: readActor(row.solvedBy), causeCode: toCause(row.solvedCause), fix: row.solvedFix }
        : null,
  };
}
