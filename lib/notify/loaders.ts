import type { Route } from "next";
import "server-only";
import { getLocale } from "next-intl/server";
import type { ListCursor, Page } from "@/lib/base/list-cursor";
import { toLocale } from "@/lib/i18n/locales";
import { listMembers } from "@/lib/identity/accounts/data";
import { isReadOnly, requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { requirePerson } from "@/lib/identity/auth/session";
import { mailTransport } from "@/lib/infra/mail/send-mail";
import { findNotificationPreferences, listChannels, listDeliveries, listNotes, type NoteView } from "@/lib/notify/data";
import { noteText } from "@/lib/notify/message";
import { pathOfNote } from "@/lib/notify/read-notes";
import { openWords } from "@/lib/notify/words";

export async function loadMailPreferences(merchantId: string) {
  const scope = await requireMerchantScope(merchantId);
  // Staff have no preferences.
  const preferences = scope.actor.kind === "member" ? await findNotificationPreferences(scope) : null;
  return { preferences, mailTransport: mailTransport() };
}

/** The merchant's channels, and one page of what was sent. */
export async function loadChannels(merchantId: string, logFrom: ListCursor | null) {
  const scope = await requireMerchantScope(merchantId);
  const members = await listMembers(scope);
  const { channels, deliveries } = await readMerchant(scope, async (reader) => ({
    channels: await listChannels(reader),
    deliveries: await listDeliveries(reader, logFrom),
  }));
  const nameOf = (to: string): string => members.find(({ personId }) => personId === to)?.name ?? to;
  return {
    channels,
    deliveries: { ...deliveries, entries: deliveries.entries.map((one) => (one.way === "mail" ? { ...one, to: nameOf(one.to) } : one)) },
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
