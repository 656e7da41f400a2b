import { MAX_COUNTED, PAGE_SIZE } from "@/lib/base/paging";
import type { CauseCode } from "@/lib/check/causes";
import { type MerchantScope, memberIdOf, type PlatformScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { inPlatform } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";
import { UNREAD_NOTES } from "@/lib/notify/data";
import type { ThreadStatus } from "@/lib/support/threads/schema";
import { type Side, type Thread, type ThreadRow, toThread, toThreadRow } from "@/lib/support/threads/thread";

const sideOf = (scope: MerchantScope): Side => (scope.actor.kind === "staff" ? "staff" : "merchant");

/** All columns except the evidence, of which only the shop's name is read. */
const COLUMNS =
  Prisma.raw(`t.merchant_id as "merchantId", t.id, t.integration_id as "integrationId", t.about, t.cause_code as "causeCode", t.status,
  t.opened_by as "openedBy", t.opened_at as "openedAt", t.first_words as "firstWords", t.last_message_at as "lastMessageAt", t.last_from as "lastFrom",
  t.merchant_read_at as "merchantReadAt", t.staff_read_at as "staffReadAt", t.evidence->'shop'->>'name' as shop`);
type Row = Parameters<typeof toThreadRow>[0];

/** The merchant's questions, most recently updated first. A null `integrationId` means all shops. */
export async function listThreads(scope: MerchantScope, integrationId: string | null = null): Promise<ThreadRow[]> {
  const { merchantId } = scope;
  const ofShop = integrationId === null ? Prisma.empty : Prisma.sql`and t.integration_id = ${integrationId}::uuid`;
  const rows = await readMerchant(
    scope,
    ({ tx }) => tx.$queryRaw<Row[]>`
      select ${COLUMNS} from support_thread t where t.merchant_id = ${merchantId}::uuid ${ofShop}
      order by t.last_message_at desc, t.id desc limit 200`,
  );
  return rows.map((row) => toThreadRow(row, sideOf(scope)));
}

/** One question with its messages and evidence; null for unknown and foreign ids. */
export async function findThread(scope: MerchantScope, threadId: string): Promise<Thread | null> {
  const { merchantId } = scope;
  const row = await readMerchant(scope, ({ tx }) =>
    tx.supportThread.findUnique({
      where: { merchantId_id: { merchantId, id: threadId } },
      include: { messages: { orderBy: [{ at: "asc" }, { id: "asc" }] } },
    }),
  );
  return row && toThread(row, sideOf(scope));
}

const unreadFrom = (writer: Side, readAt: string) => `select (${UNREAD_NOTES}) as notes,
    (select count(*)::int from support_thread where merchant_id = $1::uuid and last_from = '${writer}' and ${readAt} < last_message_at) as answers`;
const UNREAD: Readonly<Record<Side, string>> = {
  merchant: unreadFrom("staff", "merchant_read_at"),
  staff: unreadFrom("merchant", "coalesce(staff_read_at, '-infinity')"),
};

/** Counts on every page: the member's unread notes, and questions with a message that the reader's side has not read. */
export async function countUnread(scope: MerchantScope): Promise<{ notes: number; answers: number }> {
  const [row] = await readMerchant(scope, ({ sql, merchantId }) =>
    sql.query<{ notes: number; answers: number }>(UNREAD[sideOf(scope)], [merchantId, memberIdOf(scope)]),
  );
  return row ?? { notes: 0, answers: 0 };
}

/** One page of all merchants' questions, for staff: waiting ones oldest first, solved ones newest first. */
export function listAllThreads(_scope: PlatformScope, { status, page }: { status: ThreadStatus | null; page: number }) {
  const fits = status === null ? Prisma.sql`t.status <> 'solved'` : Prisma.sql`t.status = ${status}`;
  const order = status === "solved" ? Prisma.sql`t.solved_at desc` : Prisma.sql`t.last_message_at`;
  return inPlatform(async (tx) => {
    const rows = await tx.$queryRaw<(Row & { merchantName: string })[]>`
      select ${COLUMNS}, m.name as "merchantName" from support_thread t join merchant m on m.id = t.merchant_id
      where ${fits} order by ${order}, t.id limit ${PAGE_SIZE} offset ${(page - 1) * PAGE_SIZE}`;
    const count = await tx.supportThread.count({ where: { status: status ?? { not: "solved" } }, take: MAX_COUNTED + 1 });
    return {
      threads: rows.map((row) => ({ ...toThreadRow(row, "staff"), merchantName: row.merchantName })),
      total: Math.min(count, MAX_COUNTED),
      orMore: count > MAX_COUNTED,
    };
  });
}

export const countOpenThreads = (_scope: PlatformScope): Promise<number> =>
  inPlatform((tx) => tx.supportThread.count({ where: { status: "open" } }));

/** What fixed the same cause elsewhere, newest first; only for staff. */
export async function listSolvedThreads(_scope: PlatformScope, causeCodes: readonly CauseCode[], exceptId: string) {
  if (causeCodes.length === 0) return [];
  const rows = await inPlatform((tx) =>
    tx.supportThread.findMany({
      where: { status: "solved", solvedCause: { in: [...causeCodes] }, id: { not: exceptId } },
      orderBy: { solvedAt: "desc" },
      take: 5,
      select: { id: true, merchantId: true, solvedFix: true, solvedBy: true, solvedAt: true, merchant: { select: { name: true } } },
    }),
  );
  return rows.map(({ id, merchantId, merchant, solvedFix, solvedBy, solvedAt }) => ({
    id,
    merchantId,
    merchantName: merchant.name,
    fix: solvedFix ?? "",
    by: nameOfStored(solvedBy) ?? "",
    at: solvedAt ?? new Date(0),
  }));
}
