import { HOUR_MS } from "@/lib/base/units";
import type { Viewer } from "@/lib/incidents/describe-incident";
import type { NotificationDelivery } from "@/lib/infra/prisma-client/client";
import { publicOrigin } from "@/lib/infra/public-origin";
import { composeMessage, type Message } from "@/lib/notify/message";
import type { NotifiableNote } from "@/lib/notify/notifiable-note";
import { pathOfNote, readNotes } from "@/lib/notify/read-notes";
import { findStillShared, readSharedIncidents } from "@/lib/notify/read-shared-incidents";
import { readTopics, type TellShops } from "@/lib/notify/read-topics";
import { incidentOf } from "@/lib/notify/shared-incident";
import { composeWeekly } from "@/lib/notify/weekly";
import type { Words } from "@/lib/notify/words";

export type ClaimedDelivery = Pick<
  NotificationDelivery,
  "merchantId" | "id" | "personId" | "channelId" | "content" | "notificationIds" | "attempts"
>;

/** Stored reason of a dropped message whose receiver was already notified of all its incidents. */
export const ALREADY_NOTIFIED = "told_already";

/** Ids of the notes that a message reports, and of those that wait for a later one. */
interface Notes {
  ids: string[];
  held: string[];
}

export type DeliveryOutcome =
  | ({ status: "sent"; answerStatus: number | null } & Notes)
  /** `isKnown`: the receiver was already notified of all its incidents. */
  | { status: "dropped"; isKnown?: true }
  /** Nothing can be reported yet. */
  | { status: "held"; held: string[] }
  | { status: "failed"; failure: string; answerStatus: number | null; again: boolean };

type Composed = ({ status: "composed"; message: Message } & Notes) | DeliveryOutcome;

const whole = (message: Message | null): Composed => (message ? { status: "composed", message, ids: [], held: [] } : { status: "dropped" });

/** So long the ends of shops wait for one all clear of the problem that they share. */
const MAX_WAIT_MS = 2 * HOUR_MS;

/** The ends that wait for the merchant's other shops in the same shared incident. */
async function waitForAll(merchantId: string, notes: readonly NotifiableNote[]): Promise<NotifiableNote[]> {
  const young = notes.filter(({ kind, at }) => kind === "recovered" && Date.now() - at.getTime() < MAX_WAIT_MS);
  const shared = await findStillShared(merchantId, young);
  return young.filter(({ integrationId }) => integrationId !== null && shared.has(integrationId));
}

/** The message in the receiver's language, or the outcome when nothing is to be reported now. */
export async function composeDelivery(delivery: ClaimedDelivery, words: Words, viewer: Viewer, tellShops: TellShops): Promise<Composed> {
  const { merchantId, content } = delivery;
  if (content === "test") return whole({ subject: words.say("test.subject"), lines: [], more: 0 });
  if (content === "weekly") return whole(await composeWeekly(merchantId, words, new Date(), tellShops));
  const notes = await readNotes(merchantId, delivery.notificationIds);
  const waiting = await waitForAll(merchantId, notes);
  const { topics, ids, ...rest } = await readTopics(
    delivery,
    notes.filter((one) => !waiting.includes(one)),
    viewer,
    tellShops,
  );
  const held = [...rest.held, ...waiting.map(({ id }) => id)];
  const incidents = await readSharedIncidents(
    delivery,
    topics.map(({ note }) => note),
  );
  const unknown = topics.filter(({ note }) => !incidentOf(note, incidents)?.isKnown);
  const pageOf = (one: NotifiableNote | null): string => `${publicOrigin()}${one ? pathOfNote(merchantId, one) : `/m/${merchantId}`}`;
  const message = composeMessage(unknown, words, pageOf, incidents);
  if (message) return { status: "composed", message, ids, held };
  if (held.length > 0) return { status: "held", held };
  return topics.length > 0 ? { status: "dropped", isKnown: true } : { status: "dropped" };
}
