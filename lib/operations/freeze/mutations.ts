import { ok, type Result, refuse } from "@/lib/base/result";
import { DAY_MS } from "@/lib/base/units";
import { whoIs } from "@/lib/identity/accounts/actor";
import { lastingFreeze } from "@/lib/identity/accounts/freeze";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { findLink, isSuperseded, mayEnd } from "@/lib/operations/freeze/data";
import { UNDO } from "@/lib/operations/freeze/undo";

/** A person may freeze so many changes at a merchant within a week: a freeze gives time to talk, it is no veto. */
export const MAX_FREEZES = 3;

type Found = NonNullable<Awaited<ReturnType<typeof findLink>>>;

/** The log names the owner of the link as the one who acted, whether or not they are still a member. */
async function record(tx: Transaction, { link, event }: Found, action: "change_frozen" | "freeze_ended", sourceAddress: string | null) {
  const { person, merchantId } = link;
  const who = whoIs({ personId: person.id, name: person.name, isStaff: false, sourceAddress });
  const details = { change: event.action };
  await tx.auditEvent.create({ data: { merchantId, integrationId: event.integrationId, ...who, action, details } });
}

/**
 * Freezes changes that give control away, at the merchant of the link, and takes back what can be taken back (undo.ts). A link works once;
 * it needs no session.
 */
export function freezeChange(
  token: string,
  sourceAddress: string | null,
  now: Date,
): Promise<Result<true, "link_dead" | "too_many_freezes">> {
  return inPlatform(async (tx) => {
    const found = await findLink(tx, token, now);
    if (!found) return refuse("link_dead");
    const { link, event, act } = found;
    const { merchantId, id, personId, targetId } = link;
    const recent = { merchantId, personId, frozenAt: { gt: new Date(now.getTime() - 7 * DAY_MS) } };
    if (link.frozenAt) return ok(true);
    if ((await tx.freezeLink.count({ where: recent })) >= MAX_FREEZES) return refuse("too_many_freezes");
    // Only one of two concurrent requests freezes.
    const { count } = await tx.freezeLink.updateMany({ where: { merchantId, id, frozenAt: null }, data: { frozenAt: now } });
    if (count === 0) return ok(true);
    const isStale = await isSuperseded(tx, event, act);
    await UNDO[act](tx, { act, merchantId, targetId, before: (event.before ?? {}) as Record<string, unknown>, isStale, now });
    await record(tx, found, "change_frozen", sourceAddress);
    return ok(true);
  });
}

/** Ends the freeze of a link early. What it took back stays taken back. */
export function endFreeze(token: string, sourceAddress: string | null, now: Date): Promise<Result<true, "link_dead">> {
  return inPlatform(async (tx) => {
    const found = await findLink(tx, token, now);
    if (!found) return refuse("link_dead");
    if (!mayEnd(found.link)) return ok(true);
    const { merchantId, id } = found.link;
    const { count } = await tx.freezeLink.updateMany({ where: { ...lastingFreeze(merchantId, now), id }, data: { endedAt: now } });
    if (count > 0) await record(tx, found, "freeze_ended", sourceAddress);
    return ok(true);
  });
}
