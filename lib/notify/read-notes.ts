import type { Route } from "next";
import { route } from "@/lib/base/route";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { NOTIFICATION_KINDS } from "@/lib/notify/kinds";
import type { NotifiableNote } from "@/lib/notify/notifiable-note";

/** Notes by id, oldest first, with the names that their texts need. Kinds unknown to this version are skipped. */
export async function readNotes(merchantId: string, ids: readonly string[]): Promise<NotifiableNote[]> {
  const { rows, answers } = await inPlatform(async (tx) => {
    const rows = await tx.notification.findMany({
      where: { merchantId, id: { in: [...ids] } },
      orderBy: { at: "asc" },
      include: { integration: { select: { name: true } } },
    });
    const answers = new Map<string, string>();
    for (const { id, kind, at, params } of rows)
      if (kind === "support_answered") answers.set(id, await readAnswer(tx, merchantId, params, at));
      else if (kind === "host_answered") answers.set(id, await readHostAnswer(tx, merchantId, params));
    return { rows, answers };
  });
  return rows.flatMap(({ id, kind: stored, integrationId, lane, at, params, integration }) => {
    const kind = NOTIFICATION_KINDS.find((known) => known === stored);
    const known = typeof params === "object" && params !== null && !Array.isArray(params) ? params : {};
    return kind
      ? [
          {
            id,
            kind,
            integrationId,
            lane,
            at,
            params: known,
            shop: integration?.name ?? null,
            answer: answers.get(id) ?? null,
          },
        ]
      : [];
  });
}

/** What support wrote when the note was recorded; empty if that no longer exists. */
async function readAnswer(tx: Transaction, merchantId: string, params: unknown, at: Date): Promise<string> {
  const { threadId, solved } = (params ?? {}) as { threadId?: unknown; solved?: unknown };
  if (typeof threadId !== "string") return "";
  if (solved === true) {
    const thread = await tx.supportThread.findUnique({
      where: { merchantId_id: { merchantId, id: threadId } },
      select: { solvedFix: true },
    });
    return thread?.solvedFix ?? "";
  }
  const [message] = await tx.$queryRaw<{ text: string }[]>`
    select text from support_message where merchant_id = ${merchantId}::uuid and thread_id = ${threadId}::uuid and author->>'kind' = 'staff'
      and at <= ${at}::timestamptz + interval '1 second' order by at desc limit 1`;
  return message?.text ?? "";
}

async function readHostAnswer(tx: Transaction, merchantId: string, params: unknown): Promise<string> {
  const { messageId } = (params ?? {}) as { messageId?: unknown };
  if (typeof messageId !== "string") return "";
  const message = await tx.reportMessage.findUnique({ where: { merchantId_id: { merchantId, id: messageId } }, select: { text: true } });
  return message?.text ?? "";
}

export function pathOfNote(merchantId: string, one: Pick<NotifiableNote, "kind" | "integrationId" | "params">): Route {
  const base = `/m/${merchantId}` as const;
  const thread = one.params["threadId"];
  if (one.kind === "support_answered" && typeof thread === "string") return route(`${base}/support/${thread}`);
  if (one.kind === "parcel_unassigned" && one.integrationId !== null)
    return route(`${base}/orders?${new URLSearchParams({ shop: one.integrationId, q: String(one.params["order"] ?? "") })}`);
  if (one.kind === "host_answered" && one.integrationId !== null)
    return route(`${base}/integrations/${one.integrationId}/diagnosis#reports`);
  return route(one.integrationId === null ? base : `${base}/integrations/${one.integrationId}`);
}
