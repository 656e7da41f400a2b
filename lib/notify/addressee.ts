import { toClock } from "@/lib/i18n/date-formats";
import { type Locale, toLocale } from "@/lib/i18n/locales";
import type { Transaction } from "@/lib/infra/db";
import type { Person } from "@/lib/infra/prisma-client/client";
import { localeOf, openWords } from "@/lib/notify/words";

type Addressee = Pick<Person, "id" | "name" | "email" | "locale" | "timeZone" | "clock">;

/** Address, language, time zone and clock of a mail to a person. @param otherwise language of a person who never chose one */
export async function addressTo(person: Addressee, otherwise?: Locale) {
  const words = await openWords(await localeOf(person, otherwise), person.timeZone, toClock(person.clock));
  return { to: { name: person.name, address: person.email }, words };
}

/** The same for an address without an account. */
export async function addressToUnknown(email: string, locale: string | null) {
  return { to: { name: email, address: email }, words: await openWords(toLocale(locale), "UTC") };
}

export const findMember = (tx: Transaction, merchantId: string, personId: string) =>
  tx.membership.findUnique({
    where: { merchantId_personId: { merchantId, personId } },
    select: { role: true, merchant: { select: { name: true } }, person: true },
  });

/** @returns null if the person is no longer an owner of the merchant */
export async function findOwner(tx: Transaction, merchantId: string, personId: string) {
  const member = await findMember(tx, merchantId, personId);
  return member?.role === "owner" ? member : null;
}
