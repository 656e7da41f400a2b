import { NOTIFICATION_KINDS } from "@/lib/notifications/kinds";
import type { TellableNote } from "@/lib/notifications/message";
import { inPlatform } from "@/lib/system/db";

/** Notes by their ids, with the names that their words need; kinds that this code does not know are left out. */
export async function readNotes(merchantId: string, ids: readonly string[]): Promise<TellableNote[]> {
  const rows = await inPlatform((tx) =>
    tx.notification.findMany({ where: { merchantId, id: { in: [...ids] } }, include: { integration: { select: { name: true } } } }),
  );
  return rows.flatMap(({ id, kind: stored, integrationId, lane, at, params, integration }) => {
    const kind = NOTIFICATION_KINDS.find((known) => known === stored);
    const known = typeof params === "object" && params !== null && !Array.isArray(params) ? params : {};
    return kind ? [{ id, kind, integrationId, lane, at, params: known, shop: integration?.name ?? null }] : [];
  });
}

/** The page that shows what a note is about, from the root of the site. */
export function pathOfNote(merchantId: string, one: Pick<TellableNote, "kind" | "integrationId" | "params">): string {
  const base = `/m/${merchantId}`;
  const thread = one.params["threadId"];
  if (one.kind === "support_answered" && typeof thread === "string") return `${base}/support/${thread}`;
  return one.integrationId === null ? base : `${base}/integrations/${one.integrationId}`;
}
