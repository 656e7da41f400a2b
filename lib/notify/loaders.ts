import type { Route } from "next";
import "server-only";
import { getLocale } from "next-intl/server";
import { systemClock } from "@/lib/base/clock";
import type { ListCursor, Page } from "@/lib/base/list-cursor";
import { toLocale } from "@/lib/i18n/locales";
import { isReadOnly, memberIdOf } from "@/lib/identity/accounts/access";
import { listMembers } from "@/lib/identity/accounts/data";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { requirePerson } from "@/lib/identity/auth/session";
import { mailTransport } from "@/lib/infra/mail/send-mail";
import { findNotificationPreferences, listChannels, listDeliveries, listNotes, type NoteView } from "@/lib/notify/data";
import { noteText } from "@/lib/notify/message";
import { previewMessages } from "@/lib/notify/preview-messages";
import { pathOfNote } from "@/lib/notify/read-notes";
import { openWords } from "@/lib/notify/words";

/** What is sent to the member and to the merchant's channels, and one page of what was sent. */
export async function loadNotificationSettings(merchantId: string, logFrom: ListCursor | null) {
  const [scope, locale, { timeZone, clock }] = await Promise.all([requireMerchantScope(merchantId), getLocale(), requirePerson()]);
  const members = await listMembers(scope);
  const memberId = memberIdOf(scope);
  const { mine, channels, deliveries } = await readMerchant(scope, async (reader) => ({
    mine: memberId === null ? null : await findNotificationPreferences(reader),
    channels: await listChannels(reader),
    deliveries: await listDeliveries(reader, logFrom),
  }));
  const memberOf = (personId: string | null) => members.find((member) => member.personId === personId);
  const nameOf = (to: string): string => memberOf(to)?.name ?? to;
  return {
    mine,
    mail: memberOf(memberId)?.email ?? null,
    mailTransport: mailTransport(),
    channels,
    deliveries: { ...deliveries, entries: deliveries.entries.map((one) => (one.way === "mail" ? { ...one, to: nameOf(one.to) } : one)) },
    previews: previewMessages(await openWords(toLocale(locale), timeZone, clock), systemClock.now()),
    readOnly: isReadOnly(scope),
  };
}

/** One page of the notes in the user's language. */
export async function loadNotes(merchantId: string, from: ListCursor | null): Promise<Page<NoteView & { text: string; href: Route }>> {
  const [scope, locale, { timeZone, clock }] = await Promise.all([requireMerchantScope(merchantId), getLocale(), requirePerson()]);
  const known = toLocale(locale);
  const [notes, words] = await Promise.all([listNotes(scope, from), openWords(known, timeZone, clock)]);
  const entries = notes.entries.map((one) => ({ ...one, text: noteText(one, words), href: pathOfNote(merchantId, one) }));
  return { entries, next: notes.next };
}
