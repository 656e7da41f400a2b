import { readActor } from "@/lib/identity/accounts/actor";
import type { AccountMailRequest } from "@/lib/identity/auth/account-mail";
import { inPlatform } from "@/lib/infra/db";
import { addressTo, addressToUnknown, findOwner } from "@/lib/notify/addressee";

/** Notifies an owner that the deletion of the merchant was asked for; null if it was withdrawn, or if the person is no owner any more. */
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

/** Notifies a former owner that the merchant was erased. `subject` carries the name, which is stored nowhere else any more. */
export async function composeMerchantErased({ subject }: Pick<AccountMailRequest, "subject">) {
  const [personId = "", ...name] = subject.split(" ");
  const person = await inPlatform((tx) => tx.person.findUnique({ where: { id: personId } }));
  return person && { ...(await addressTo(person)), values: { merchant: name.join(" ") }, path: "/" };
}

/** Notifies a person that the deletion of their account was asked for; null if it was withdrawn. */
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
