import { z } from "zod";
import { afterCursor, type ListCursor, type Page, toPage } from "@/lib/base/list-cursor";
import { type MerchantScope, memberIdOf } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { inPlatform } from "@/lib/infra/db";
import type { NotificationChannel, NotificationDelivery, CapturedMail as StoredMail } from "@/lib/infra/prisma-client/client";
import { type ChannelKind, RESTORE_MS, toChannelKind } from "@/lib/notify/channel-kinds";
import { ALREADY_NOTIFIED } from "@/lib/notify/claimed-delivery";
import { NOTIFICATION_KINDS, type NotificationKind } from "@/lib/notify/kinds";
import { MAX_UNREAD } from "@/lib/notify/limits";
import type { NotifiableNote } from "@/lib/notify/notifiable-note";
import { type NotificationPreferences, readNotificationPreferences } from "@/lib/notify/notification-preferences";

export interface NoteView extends NotifiableNote {
  isNew: boolean;
}

const MAX_LISTED = 30;

/** One page of the merchant's notes. `isNew` is false for staff, who have no read state. */
export function listNotes(scope: MerchantScope, before: ListCursor | null = null): Promise<Page<NoteView>> {
  const personId = memberIdOf(scope);
  return readMerchant(scope, async ({ tx, merchantId }) => {
    const setting = personId
      ? await tx.notificationSetting.findUnique({ where: { merchantId_personId: { merchantId, personId } }, select: { readUntil: true } })
      : null;
    const rows = await tx.notification.findMany({
      where: {
        merchantId,
        kind: { in: [...NOTIFICATION_KINDS] },
        ...afterCursor(before),
      },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: MAX_LISTED + 1,
      include: { integration: { select: { name: true } } },
    });
    const notes = rows.map(({ id, kind, integrationId, lane, at, params, integration }) => ({
      id,
      kind: kind as NotificationKind,
      integrationId,
      lane,
      at,
      params: typeof params === "object" && params !== null && !Array.isArray(params) ? params : {},
      shop: integration?.name ?? null,
      isNew: personId !== null && at > (setting?.readUntil ?? new Date(0)),
    }));
    return toPage(notes, MAX_LISTED, ({ at, id }) => ({ at, id }));
  });
}

/** $1 merchant, $2 the member, or null for staff. At most `MAX_UNREAD + 1`. */
export const UNREAD_NOTES = `select count(*)::int as count from (select 1 from notification where merchant_id = $1::uuid and $2::uuid is not null
    and at > coalesce((select read_until from notification_setting where merchant_id = $1::uuid and person_id = $2::uuid), '-infinity')
    limit ${MAX_UNREAD + 1}) unread`;

/** Number of unread notes of the member, at most `MAX_UNREAD + 1`; 0 for staff. */
export async function countUnread(scope: MerchantScope): Promise<number> {
  const [row] = await readMerchant(scope, ({ sql, merchantId }) =>
    sql.query<{ count: number }>(UNREAD_NOTES, [merchantId, memberIdOf(scope)]),
  );
  return row?.count ?? 0;
}

/** The member's preferences; the defaults for staff and for members who never saved any. */
export function findNotificationPreferences(scope: MerchantScope): Promise<NotificationPreferences> {
  const personId = memberIdOf(scope);
  return readMerchant(scope, async ({ tx, merchantId }) => {
    const setting = personId
      ? await tx.notificationSetting.findUnique({ where: { merchantId_personId: { merchantId, personId } }, select: { preferences: true } })
      : null;
    return readNotificationPreferences(setting?.preferences);
  });
}

// Reading notes creates a row, too.
const HAS_CHOSEN = `select exists (select from notification_channel where merchant_id = $1::uuid and disabled_at is null)
    or exists (select from notification_setting where merchant_id = $1::uuid and person_id = $2::uuid
      and preferences is not null and preferences::text <> '{}') as chosen`;

/** Whether the member ever saved preferences, or the merchant has a channel. */
export async function hasChosenPreferences(scope: MerchantScope): Promise<boolean> {
  const { merchantId } = scope;
  const values = [merchantId, memberIdOf(scope)];
  const [row] = await readMerchant(scope, ({ sql }) => sql.query<{ chosen: boolean }>(HAS_CHOSEN, values));
  return row?.chosen ?? false;
}

/** A channel without its URL and secret; only the host of the URL may be shown. */
export interface ChannelView extends Pick<NotificationChannel, "id" | "name" | "host" | "createdAt"> {
  kind: ChannelKind;
  kinds: NotificationKind[];
  /** Removed a moment ago: it can still be restored. */
  isRemoved: boolean;
}

/** The merchant's channels, with those whose removal can still be undone. */
export const listChannels = (scope: MerchantScope): Promise<ChannelView[]> =>
  readMerchant(scope, async ({ tx, merchantId }) => {
    const rows = await tx.notificationChannel.findMany({
      where: {
        merchantId,
        NOT: { url: new Uint8Array() },
        OR: [{ disabledAt: null }, { disabledAt: { gt: new Date(Date.now() - RESTORE_MS) } }],
      },
      orderBy: { createdAt: "asc" },
      select: { id: true, kind: true, name: true, host: true, kinds: true, createdAt: true, disabledAt: true },
    });
    return rows.map(({ kind, kinds, disabledAt, ...row }) => ({
      ...row,
      kind: toChannelKind(kind),
      kinds: NOTIFICATION_KINDS.filter((one) => kinds.includes(one)),
      isRemoved: disabledAt !== null,
    }));
  });

export interface DeliveryView extends Pick<NotificationDelivery, "id" | "failure" | "answerStatus" | "attempts"> {
  to: string;
  way: "mail" | ChannelKind;
  content: "notices" | "weekly" | "test";
  notices: number;
  /** `dropped`: recovered before it was sent. `already_notified`: an earlier message reported the same incident. */
  status: "waiting" | "sent" | "failed" | "dropped" | "already_notified";
  at: Date;
}

function outcomeOf({ status, failure }: { status: string; failure: string | null }): Pick<DeliveryView, "status" | "failure"> {
  if (status === "dropped") return { status: failure === ALREADY_NOTIFIED ? "already_notified" : "dropped", failure: null };
  return { status: status === "sent" || status === "failed" ? status : "waiting", failure };
}

export function listDeliveries(scope: MerchantScope, before: ListCursor | null = null): Promise<Page<DeliveryView>> {
  return readMerchant(scope, async ({ tx, merchantId }) => {
    const rows = await tx.notificationDelivery.findMany({
      where: {
        merchantId,
        ...afterCursor(before, "createdAt"),
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: MAX_LISTED + 1,
      include: { channel: { select: { name: true, kind: true } } },
    });
    const page = toPage(rows, MAX_LISTED, ({ createdAt: at, id }) => ({ at, id }));
    const entries = page.entries.map(
      (row): DeliveryView => ({
        id: row.id,
        to: row.channel?.name ?? row.personId ?? "",
        way: row.channel === null ? "mail" : toChannelKind(row.channel.kind),
        content: row.content === "weekly" ? "weekly" : row.content === "test" ? "test" : "notices",
        notices: row.notificationIds.length,
        ...outcomeOf(row),
        answerStatus: row.answerStatus,
        attempts: row.attempts,
        at: row.endedAt ?? row.createdAt,
      }),
    );
    return { entries, next: page.next };
  });
}

export interface CapturedMail extends Omit<StoredMail, "headers"> {
  /** The Reply-To address; null when the mail accepts no reply. */
  replyTo: string | null;
}

const headersSchema = z.object({ "Reply-To": z.string() });

/** The newest mails that were captured instead of sent; only a demo or a test has any. */
export function listCapturedMails(): Promise<CapturedMail[]> {
  return inPlatform(async (tx) => {
    const rows = await tx.capturedMail.findMany({ orderBy: { at: "desc" }, take: 50 });
    return rows.map(({ headers, ...mail }) => ({ ...mail, replyTo: headersSchema.safeParse(headers).data?.["Reply-To"] ?? null }));
  });
}
