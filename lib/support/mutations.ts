import { z } from "zod";
import { maskText } from "@/lib/base/mask-secrets";
import { ok, type Result, refuse } from "@/lib/base/result";
import { lineSchema, linesSchema } from "@/lib/base/typed-text";
import { orderedScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { recordAudit, recordPlatformEvent } from "@/lib/identity/audit/record";
import { emailSchema } from "@/lib/identity/auth/schema";
import { inPlatform } from "@/lib/infra/db";
import { type Hit, type HitRow, toHit } from "@/lib/support/find";
import { buyerStatement } from "@/lib/support/find-statement";

export function writeNote(scope: PlatformScope, input: { merchantId: string; text: string }): Promise<Result<true, "not_found">> {
  const { merchantId } = input;
  const text = maskText(input.text);
  return inPlatform(async (tx) => {
    if ((await tx.merchant.count({ where: { id: merchantId } })) === 0) return refuse("not_found");
    await tx.merchantNote.create({ data: { merchantId, text, author: scope.actor } });
    await recordPlatformEvent(tx, scope, { action: "merchant_note_written", details: { merchantId }, after: { text } });
    return ok(true);
  });
}

export function removeNote(scope: PlatformScope, input: { merchantId: string; noteId: string }): Promise<Result<true, "not_found">> {
  const { merchantId, noteId: id } = input;
  return inPlatform(async (tx) => {
    const found = await tx.merchantNote.findUnique({ where: { merchantId_id: { merchantId, id } } });
    if (!found) return refuse("not_found");
    const { count } = await tx.merchantNote.deleteMany({ where: { merchantId, id } });
    if (count === 0) return refuse("not_found");
    await recordPlatformEvent(tx, scope, { action: "merchant_note_removed", details: { merchantId }, before: { text: found.text } });
    return ok(true);
  });
}

/** Saves a list with its filters under a name, for all staff; replaces a view with that name. */
export function saveView(scope: PlatformScope, view: { name: string; path: string; query: string }): Promise<void> {
  const { name, path, query } = view;
  return inPlatform(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('saved_view'))`;
    const before = await tx.savedView.findUnique({ where: { path_name: { path, name } }, select: { name: true, path: true, query: true } });
    await tx.savedView.deleteMany({ where: { path, name } });
    await tx.savedView.create({ data: { name, path, query, author: scope.actor } });
    await recordPlatformEvent(tx, scope, { action: "view_saved", ...(before ? { before } : {}), after: { name, path, query } });
  });
}

export function removeView(scope: PlatformScope, viewId: string): Promise<Result<true, "not_found">> {
  return inPlatform(async (tx) => {
    const found = await tx.savedView.findUnique({ where: { id: viewId }, select: { name: true, path: true, query: true } });
    if (!found) return refuse("not_found");
    const { count } = await tx.savedView.deleteMany({ where: { id: viewId } });
    if (count === 0) return refuse("not_found");
    await recordPlatformEvent(tx, scope, { action: "view_removed", before: found });
    return ok(true);
  });
}

/** Orders that a search for a buyer shows. */
const BUYER_ORDERS_SHOWN = 50;

/**
 * The newest orders with a buyer's e-mail address, of all merchants. The reason is written to the platform's log and, with the numbers of the
 * orders, to that of each merchant whose orders are shown; the address is not, so that it can be erased.
 */
export function searchBuyer(scope: PlatformScope, { email, reason }: BuyerSearch): Promise<Result<BuyerOrders, never>> {
  const { actor, sourceAddress } = scope;
  return inPlatform(async (tx) => {
    const hits = (await tx.$queryRaw<HitRow[]>(buyerStatement(email, BUYER_ORDERS_SHOWN))).map(toHit);
    hits.sort((a, b) => Number(b.order?.placedAt) - Number(a.order?.placedAt));
    const merchantIds = [...new Set(hits.map(({ merchantId }) => merchantId))];
    await recordPlatformEvent(tx, scope, {
      action: "buyer_searched",
      details: { reason, orders: hits.length, merchants: merchantIds.length },
    });
    for (const merchantId of merchantIds) {
      const own = orderedScope(actor.kind === "staff" ? { ...actor, reason } : actor, merchantId, sourceAddress);
      const orders = hits.flatMap((hit) => (hit.merchantId === merchantId ? [hit.text] : [])).join(", ");
      await recordAudit(tx, own, { action: "support_buyer_searched", details: { reason, orders } });
    }
    return ok({ hits, isPart: hits.length === BUYER_ORDERS_SHOWN });
  });
}

export interface BuyerOrders {
  hits: Hit[];
  /** Whether there may be older ones. */
  isPart: boolean;
}

export const buyerSearchSchema = z.object({
  email: emailSchema,
  reason: linesSchema(z.string().min(3, { error: "reason_missing" }).max(300)),
});
type BuyerSearch = z.infer<typeof buyerSearchSchema>;

export const noteSchema = z.object({
  text: linesSchema(z.string().min(1, { error: "field_invalid" }).max(4000)),
});

/** The lists whose filters can be saved under a name. */
const VIEW_PATHS = ["/support", "/support/queue", "/support/threads"] as const;

export const savedViewSchema = z.object({
  name: lineSchema(z.string().min(1, { error: "field_invalid" }).max(60)),
  path: z.enum(VIEW_PATHS),
  query: z
    .string()
    .max(500)
    .regex(/^(?:\?[\w=&%.+~*-]*)?$/),
});
