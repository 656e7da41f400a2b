import { actorSchema } from "@/lib/identity/accounts/actor";
import { SUPPORT_ACTS } from "@/lib/identity/audit/actions";
import { inPlatform } from "@/lib/infra/db";
import { localeOf } from "@/lib/notify/locale-of";
import { openWords } from "@/lib/notify/words";

const NAMED = 6;

/** Notifies an owner of what staff did in one visit; null if nothing was done, or if the person is no owner any more. */
export async function composeStaffActed(subject: string) {
  const [merchantId = "", ownerId = "", id = ""] = subject.split(" ");
  const found = await inPlatform(async (tx) => {
    const owner = await tx.membership.findUnique({
      where: { merchantId_personId: { merchantId, personId: ownerId } },
      select: { role: true, merchant: { select: { name: true } }, person: true },
    });
    const visit = await tx.supportVisit.findUnique({ where: { merchantId_id: { merchantId, id } } });
    if (owner?.role !== "owner" || !visit?.actsUntil) return null;
    const acts = await tx.auditEvent.findMany({
      where: {
        merchantId,
        actor: { path: ["personId"], equals: visit.personId },
        action: { notIn: [...SUPPORT_ACTS] },
        at: { gte: visit.openedAt, lte: visit.actsUntil },
      },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      select: { action: true, actor: true },
    });
    return { owner, visit, acts };
  });
  const actor = actorSchema.safeParse(found?.acts[0]?.actor).data;
  if (!found || actor?.kind !== "staff") return null;
  const { owner, visit, acts } = found;
  const words = await openWords(await localeOf({ id: ownerId, locale: owner.person.locale }), owner.person.timeZone);
  const audit = words.from("audit");
  const names = [...new Set(acts.map(({ action }) => audit(`action.${action}`)))];
  return {
    to: { name: owner.person.name, address: owner.person.email },
    words,
    values: {
      name: actor.name,
      merchant: owner.merchant.name.replace(/\.$/, ""),
      reason: visit.reason ?? "",
      count: acts.length,
      acts: names.slice(0, NAMED).join(", "),
      from: words.instant(visit.openedAt),
    },
    path: `/m/${merchantId}/settings/audit`,
  };
}
