import { z } from "zod";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { FREEZE_MS } from "@/lib/identity/accounts/freeze";
import { PROVEN_ACTS } from "@/lib/identity/auth/proven-acts";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { hashToken, isToken } from "@/lib/infra/secret-token";
import { subjectOfChange } from "@/lib/notify/freeze-mails";

/** Acts about which the other owners get a mail, and which they can freeze. */
export type FrozenAct = {
  [Act in keyof typeof PROVEN_ACTS]: (typeof PROVEN_ACTS)[Act]["notifies"] extends true ? Act : never;
}[keyof typeof PROVEN_ACTS];

const isFrozenAct = (action: string): action is FrozenAct => action in PROVEN_ACTS;

/** The link of a token with its change; null if it is unknown or has expired. `tx` is a platform transaction. */
export async function findLink(tx: Transaction, token: string, now: Date) {
  if (!isToken(token)) return null;
  const link = await tx.freezeLink.findFirst({
    where: { tokenHash: hashToken(token), expiresAt: { gt: now } },
    include: { person: true, merchant: { select: { name: true } } },
  });
  const event = link && (await tx.auditEvent.findUnique({ where: { merchantId_id: { merchantId: link.merchantId, id: link.eventId } } }));
  return link && event && isFrozenAct(event.action) ? { link, event, act: event.action } : null;
}

type Event = NonNullable<Awaited<ReturnType<typeof findLink>>>["event"];

const detailsSchema = z.object({ member: z.string() });

/** Later decisions about the same: a removal after a demotion is none, since its target gets back what both took. */
const SUPERSEDED_BY: Partial<Record<FrozenAct, readonly string[]>> = {
  retention_changed: ["retention_changed"],
  member_role_changed: ["member_role_changed", "member_joined"],
  member_removed: ["member_role_changed", "member_joined"],
};

/** Whether the same was decided again since the change. */
export async function isSuperseded(tx: Transaction, { merchantId, at, details }: Event, act: FrozenAct): Promise<boolean> {
  const member = detailsSchema.safeParse(details).data?.member;
  const sameMember = member === undefined ? {} : { details: { path: ["member"], equals: member } };
  const action = { in: [...(SUPERSEDED_BY[act] ?? [])] };
  return (await tx.auditEvent.count({ where: { merchantId, at: { gt: at }, action, ...sameMember } })) > 0;
}

export const mayEnd = ({ personId, targetId }: { personId: string; targetId: string | null }): boolean => personId !== targetId;

export interface FreezeView {
  act: FrozenAct;
  merchant: string;
  merchantId: string;
  /** Who made the change. */
  by: string;
  /** What it was about: a member, a token, an address; "" if the act says it all. */
  about: string;
  at: Date;
  /** `over`: the freeze has ended, by itself or early. */
  state: "open" | "frozen" | "over";
  until: Date | null;
  /** Decided again since: a freeze no longer restores what stood before. */
  isSuperseded: boolean;
  /** Those whose own role the change took cannot end the freeze: it gives time, no power over the others. */
  mayEnd: boolean;
}

/** What the page of a link shows; null for a link that does not work. Reads only. */
export function findFreezeView(token: string, now: Date): Promise<FreezeView | null> {
  return inPlatform(async (tx) => {
    const found = await findLink(tx, token, now);
    if (!found) return null;
    const { link, event, act } = found;
    const until = link.frozenAt && new Date(link.frozenAt.getTime() + FREEZE_MS);
    return {
      act,
      merchant: link.merchant.name,
      merchantId: link.merchantId,
      by: nameOfStored(event.actor) ?? "Mooring",
      about: await subjectOfChange(tx, event),
      at: event.at,
      state: until === null ? "open" : link.endedAt === null && until > now ? "frozen" : "over",
      until,
      isSuperseded: await isSuperseded(tx, event, act),
      mayEnd: mayEnd(link),
    };
  });
}
