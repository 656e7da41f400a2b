import { beforeFullStop } from "@/lib/base/before-full-stop";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";
import { actorSchema } from "@/lib/identity/accounts/actor";
import { inPlatform } from "@/lib/infra/db";
import { localeOf } from "@/lib/notify/locale-of";
import { openWords } from "@/lib/notify/words";

const PERSON = { id: true, name: true, email: true, locale: true, timeZone: true, deletionDueAt: true } as const;

/** Notifies an owner that the deletion of the merchant was asked for; null if it was withdrawn, or if the person is no owner any more. */
export async function composeMerchantDeletion(subject: string) {
  const [merchantId = "", personId = ""] = subject.split(" ");
  const [owner, privacy] = await inPlatform(async (tx) => [
    await tx.membership.findUnique({
      where: { merchantId_personId: { merchantId, personId } },
      select: { role: true, merchant: { select: { name: true } }, person: { select: PERSON } },
    }),
    await tx.merchantPrivacy.findUnique({ where: { merchantId } }),
  ]);
  const asker = actorSchema.safeParse(privacy?.deletionAskedBy).data;
  if (owner?.role !== "owner" || !privacy?.deletionDueAt || asker?.kind !== "member") return null;
  const { person, merchant } = owner;
  const words = await openWords(await localeOf(person), person.timeZone);
  return {
    to: { name: person.name, address: person.email },
    words,
    values: { merchant: beforeFullStop(merchant.name), name: asker.name, date: words.instant(privacy.deletionDueAt) },
    path: `/m/${merchantId}/settings/privacy`,
  };
}

/** Notifies a former owner that the merchant was erased. `subject` carries the name, which is stored nowhere else any more. */
export async function composeMerchantErased(subject: string) {
  const [personId = "", ...name] = subject.split(" ");
  const person = await inPlatform((tx) => tx.person.findUnique({ where: { id: personId }, select: PERSON }));
  if (!person) return null;
  const words = await openWords(await localeOf(person), person.timeZone);
  return { to: { name: person.name, address: person.email }, words, values: { merchant: beforeFullStop(name.join(" ")) }, path: "/" };
}

/** Notifies a person that the deletion of their account was asked for; null if it was withdrawn. */
export async function composeAccountDeletion(email: string) {
  const select = { ...PERSON, memberships: { select: { merchantId: true }, take: 1 } } as const;
  const person = await inPlatform((tx) => tx.person.findUnique({ where: { email }, select }));
  if (!person?.deletionDueAt) return null;
  const words = await openWords(await localeOf(person), person.timeZone);
  const values = { email, date: words.instant(person.deletionDueAt) };
  const [membership] = person.memberships;
  const path = membership ? `/m/${membership.merchantId}/settings/security` : "/no-merchant";
  return { to: { name: person.name, address: email }, words, values, path };
}

/** Notifies the former address of an erased account. */
export async function composeAccountErased(email: string, locale: string | null) {
  const words = await openWords(isLocale(locale) ? locale : DEFAULT_LOCALE, "UTC");
  return { to: { name: email, address: email }, words, values: { email }, path: "/" };
}
