import type { NotificationDelivery } from "@/lib/infra/prisma-client/client";
import { publicOrigin } from "@/lib/infra/public-origin";
import { collapse } from "@/lib/notify/collapse";
import { composeMessage, type Message, type NotifiableNote } from "@/lib/notify/message";
import { pathOfNote, readNotes } from "@/lib/notify/read-notes";
import { readSharedIncidents } from "@/lib/notify/read-shared-incidents";
import { incidentOf } from "@/lib/notify/shared-incident";
import { composeWeekly } from "@/lib/notify/weekly";
import type { Words } from "@/lib/notify/words";

export type ClaimedDelivery = Pick<
  NotificationDelivery,
  "merchantId" | "id" | "personId" | "channelId" | "content" | "notificationIds" | "attempts"
>;

/** Stored reason of a dropped message whose receiver was already notified of all its incidents. */
export const ALREADY_NOTIFIED = "told_already";

export type DeliveryOutcome =
  | { status: "sent"; answerStatus: number | null }
  /** `isKnown`: the receiver was already notified of all its incidents. */
  | { status: "dropped"; isKnown?: true }
  | { status: "failed"; failure: string; answerStatus: number | null; again: boolean };

const RESOLVED: DeliveryOutcome = { status: "dropped" };

export const isMessage = (composed: Message | DeliveryOutcome): composed is Message => "lines" in composed;

/** The message in the receiver's language, or the outcome when nothing is left to report. */
export async function composeDelivery(delivery: ClaimedDelivery, words: Words): Promise<Message | DeliveryOutcome> {
  const { merchantId, content } = delivery;
  if (content === "test") return { subject: words.say("test.subject"), lines: [], more: 0 };
  if (content === "weekly") return (await composeWeekly(merchantId, words, new Date())) ?? RESOLVED;
  const notes = collapse(await readNotes(merchantId, delivery.notificationIds));
  const incidents = await readSharedIncidents(delivery, notes);
  const unknown = notes.filter((one) => !incidentOf(one, incidents)?.isKnown);
  const pageOf = (one: NotifiableNote | null): string => `${publicOrigin()}${one ? pathOfNote(merchantId, one) : `/m/${merchantId}`}`;
  return composeMessage(unknown, words, pageOf, incidents) ?? (notes.length > 0 ? { status: "dropped", isKnown: true } : RESOLVED);
}
