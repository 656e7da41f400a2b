import "server-only";
import { listMembers } from "@/lib/accounts/data";
import { isReadOnly, requireMerchantScope } from "@/lib/accounts/loaders";
import {
  type ChannelView,
  countUnread,
  type DeliveryView,
  findWishes,
  listChannels,
  listDeliveries,
  listNotes,
  type NoteView,
} from "@/lib/notifications/data";
import { mailWay } from "@/lib/notifications/mail/send-mail";
import type { Wishes } from "@/lib/notifications/wishes";

export interface NotificationSettings {
  wishes: Wishes;
  channels: ChannelView[];
  deliveries: DeliveryView[];
  /** Staff who look have no wishes of their own. */
  isMember: boolean;
  readOnly: boolean;
  mailWay: "smtp" | "captured" | "none";
}

export async function loadNotificationSettings(merchantId: string): Promise<NotificationSettings> {
  const scope = await requireMerchantScope(merchantId);
  const [wishes, channels, deliveries, members] = await Promise.all([
    findWishes(scope),
    listChannels(scope),
    listDeliveries(scope),
    listMembers(scope),
  ]);
  const nameOf = (to: string): string => members.find(({ personId }) => personId === to)?.name ?? to;
  return {
    wishes,
    channels,
    deliveries: deliveries.map((one) => (one.way === "mail" ? { ...one, to: nameOf(one.to) } : one)),
    isMember: scope.actor.kind === "member",
    readOnly: isReadOnly(scope),
    mailWay: mailWay(),
  };
}

export async function loadNotes(merchantId: string): Promise<NoteView[]> {
  return listNotes(await requireMerchantScope(merchantId));
}

/** What the bell shows. */
export async function loadUnread(merchantId: string): Promise<number> {
  return countUnread(await requireMerchantScope(merchantId));
}
