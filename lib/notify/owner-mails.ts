import { readActor } from "@/lib/identity/accounts/actor";
import { SUPPORT_ACTS } from "@/lib/identity/audit/actions";
import type { AccountMailRequest } from "@/lib/identity/auth/account-mail";
import { inPlatform } from "@/lib/infra/db";
import { addressTo, addressToUnknown, findOwner } from "@/lib/notify/addressee";

const MAX_NAMED = 6;

/** Informs an owner of what staff did during a visit; null if they did nothing, or the person is no longer an owner. */
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
    name: actor.name,
    merchant: owner.merchant.name,
    reason: visit.reason ?? "",
    from: words.instant(visit.openedAt),
    count: acts.length,
    acts: names.slice(0, MAX_NAMED).join(", "),
  };
  return { to, words, values, path: `/m/${merchantId}/settings/audit` };
}

/** Notifies an owner that the merchant's deletion was requested; null if that was withdrawn, or the person is no longer an owner. */
export async function composeMerchantDeletion({ subject }: Pick<AccountMailRequest, "subject">) {
  const [merchantId = "", personId = ""] = subject.split(" ");
  const [owner, privacy] = await inPlatform(async (tx) => [
    await findOwner(tx, merchantId, personId),
    await tx.merchantPrivacy.findUnique({ where: { merchantId } }),
  ]);
  const asker = readActor(privacy?.deletionAskedBy);
  if (!owner || !privacy?.deletionDueAt || asker.kind !== "member") return null;
  const { to, words } = await addressTo(owner.person);
  const values = { merchant: owner.merchant.name, name: asker.name, date: words.instant(privacy.deletionDueAt) };
  return { to, words, values, path: `/m/${merchantId}/settings/privacy` };
}

/** Notifies a former owner that the merchant was erased. `subject` contains the name, which is stored nowhere else any more. */
export async function composeMerchantErased({ subject }: Pick<AccountMailRequest, "subject">) {
  const [personId = "", ...name] = subject.split(" ");
  const person = await inPlatform((tx) => tx.person.findUnique({ where: { id: personId } }));
  return person && { ...(await addressTo(person)), values: { merchant: name.join(" ") }, path: "/" };
}

/** Notifies a person that the deletion of their account was requested; null if that was withdrawn. */
export async function composeAccountDeletion({ subject: email }: Pick<AccountMailRequest, "subject">) {
  const include = { memberships: { select: { merchantId: true }, take: 1 } };
  const person = await inPlatform((tx) => tx.person.findUnique({ where: { email }, include }));
  if (!person?.deletionDueAt) return null;
  const { to, words } = await addressTo(person);
  const values = { email, date: words.instant(person.deletionDueAt) };
  const [membership] = person.memberships;
  const path = membership ? `/m/${membership.merchantId}/settings/security` : "/no-merchant";
  return { to, words, values, path };
}

/** Notifies the former address of an erased account. */
export async function composeAccountErased({ subject: email, locale }: Pick<AccountMailRequest, "subject" | "locale">) {
  return { ...(await addressToUnknown(email, locale)), values: { email }, path: "/" };
}
