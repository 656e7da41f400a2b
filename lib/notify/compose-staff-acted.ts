import { readActor } from "@/lib/identity/accounts/actor";
import { SUPPORT_ACTS } from "@/lib/identity/audit/actions";
import type { AccountMailRequest } from "@/lib/identity/auth/account-mail";
import { inPlatform } from "@/lib/infra/db";
import { addressTo, findOwner } from "@/lib/notify/addressee";

const NAMED = 6;

/** Notifies an owner of what staff did in one visit; null if nothing was done, or if the person is no owner any more. */
export async function composeStaffActed({ subject }: Pick<AccountMailRequest, "subject">) {
  const [merchantId = "", ownerId = "", id = ""] = subject.split(" ");
  const found = await inPlatform(async (tx) => {
    const owner = await findOwner(tx, merchantId, ownerId);
    const visit = await tx.supportVisit.findUnique({ where: { merchantId_id: { merchantId, id } } });
    if (!owner || !visit?.actsUntil) return null;
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
  const actor = readActor(found?.acts[0]?.actor);
  if (!found || actor.kind !== "staff") return null;
  const { owner, visit, acts } = found;
  const { to, words } = await addressTo(owner.person);
  const audit = words.from("audit");
  const names = [...new Set(acts.map(({ action }) => audit(`action.${action}`)))];
  const values = {
    ...{ name: actor.name, merchant: owner.merchant.name, reason: visit.reason ?? "", from: words.instant(visit.openedAt) },
    ...{ count: acts.length, acts: names.slice(0, NAMED).join(", ") },
  };
  return { to, words, values, path: `/m/${merchantId}/settings/audit` };
}
