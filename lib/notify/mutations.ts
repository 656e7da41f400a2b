import { randomBytes, randomUUID } from "node:crypto";
import { ok, type Result, refuse } from "@/lib/base/result";
import { outsideConfig } from "@/lib/connectors/egress/config";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget } from "@/lib/connectors/net/target";
import { type MerchantScope, memberIdOf, memberScope, type PlatformScope } from "@/lib/identity/accounts/access";
import type { AuditFields } from "@/lib/identity/audit/record";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";
import { channelContext } from "@/lib/infra/seal-contexts";
import { seal } from "@/lib/infra/secrets";
import { sqlWithin } from "@/lib/infra/sql";
import { CHANNELS, RESTORE_MS, toChannelKind } from "@/lib/notify/channel-kinds";
import { type NotificationPreferences, readNotificationPreferences } from "@/lib/notify/notification-preferences";
import { mayCarryMessages } from "@/lib/notify/post-json";
import { type AddChannel, type ChannelKinds, MAX_CHANNELS } from "@/lib/notify/schema";
import type { Subscription } from "@/lib/notify/unsubscribe-token";

async function readPreferences(tx: Transaction, merchantId: string, personId: string): Promise<NotificationPreferences> {
  const where = { merchantId_personId: { merchantId, personId } };
  return readNotificationPreferences((await tx.notificationSetting.findUnique({ where, select: { preferences: true } }))?.preferences);
}

async function saveSetting(
  tx: Transaction,
  merchantId: string,
  personId: string,
  data: { preferences: NotificationPreferences } | { readUntil: Date },
): Promise<void> {
  const where = { merchantId_personId: { merchantId, personId } };
  await tx.notificationSetting.upsert({ where, create: { merchantId, personId, ...data }, update: data });
  if ("preferences" in data) await dropUnwanted(tx, merchantId, personId, data.preferences);
}

/** Drops mails that are still being collected and that the member no longer wants. */
async function dropUnwanted(tx: Transaction, merchantId: string, personId: string, { mail, weekly }: NotificationPreferences) {
  const unwanted = [...(mail ? [] : ["notices"]), ...(mail && weekly ? [] : ["weekly"])];
  const where = { merchantId, personId, status: "waiting", attempts: 0, content: { in: unwanted } };
  if (unwanted.length > 0) await tx.notificationDelivery.deleteMany({ where });
}

/** Saves the member's preferences for this merchant. Staff are not members and have none. */
export async function saveNotificationPreferences(
  scope: MerchantScope,
  preferences: NotificationPreferences,
): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  const personId = memberIdOf(scope);
  if (!personId) return refuse("not_found");
  await inMerchant(merchantId, async (tx) => {
    const before = await readPreferences(tx, merchantId, personId);
    await saveSetting(tx, merchantId, personId, { preferences });
    await recordAudit(tx, scope, {
      action: "notification_preferences_changed",
      before: auditFields(before),
      after: auditFields(preferences),
    });
  });
  return ok(true);
}

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

const auditFields = ({ mail, kinds, grouping, quiet, weekly }: NotificationPreferences): AuditFields => ({
  mails: mail,
  events: kinds.join(", "),
  grouping,
  quiet: quiet ? `${clock(quiet.from)} – ${clock(quiet.to)}` : null,
  weekly,
});

/** Marks every note up to now as read by the member. */
export async function markRead(scope: MerchantScope): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  const personId = memberIdOf(scope);
  if (!personId) return refuse("not_found");
  await inMerchant(merchantId, (tx) => saveSetting(tx, merchantId, personId, { readUntil: new Date() }));
  return ok(true);
}

export type ChannelRefusal = "too_many_channels" | "channel_url_not_allowed" | "channel_url_plain";

function withChat(url: string, chat: string): string {
  const target = new URL(url);
  target.searchParams.set("chat_id", chat);
  return target.href;
}

const newSecret = (): string => `whsec_${randomBytes(24).toString("base64")}`;

/** Adds a channel. The secret of a signed kind is returned only here. */
export async function addChannel(
  scope: MerchantScope,
  { kind, name, url: entered, key = "", chat = "", kinds }: AddChannel,
): Promise<Result<{ id: string; secret: string | null }, ChannelRefusal>> {
  const url = CHANNELS[kind].hasChat ? withChat(entered, chat) : entered;
  const target = parseTarget(url);
  if (!target.ok) return refuse("channel_url_not_allowed");
  const { host, port } = target.value;
  const { policy } = outsideConfig();
  const resolved = await resolveTarget(host, port, policy);
  if (!resolved.ok && resolved.reason.code === "target_not_allowed") return refuse("channel_url_not_allowed");
  if (!mayCarryMessages(target.value.origin, resolved.ok ? resolved.value.addresses : [], policy)) return refuse("channel_url_plain");
  const { merchantId } = scope;
  const id = randomUUID();
  const secret = CHANNELS[kind].key === "signs" ? newSecret() : null;
  const stored = secret ?? (CHANNELS[kind].key === "none" || key === "" ? null : key);
  const sealedUrl = seal(url, channelContext(id));
  const sealedSecret = stored === null ? null : seal(stored, channelContext(id));
  return inMerchant(merchantId, async (tx) => {
    if ((await tx.notificationChannel.count({ where: { merchantId, disabledAt: null } })) >= MAX_CHANNELS)
      return refuse("too_many_channels");
    await tx.notificationChannel.create({
      data: {
        merchantId,
        id,
        kind,
        name,
        host,
        kinds,
        url: sealedUrl.bytes,
        urlKeyId: sealedUrl.keyId,
        ...(sealedSecret ? { secret: sealedSecret.bytes, secretKeyId: sealedSecret.keyId } : {}),
      },
    });
    await recordAudit(tx, scope, { action: "channel_added", details: { kind, name, host }, target: id });
    return ok({ id, secret });
  });
}

/** Sets which events a channel gets; none of them silences it. */
export function chooseChannelKinds(scope: MerchantScope, { channelId, kinds }: ChannelKinds): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const channel = await tx.notificationChannel.findFirst({ where: { merchantId, id: channelId, disabledAt: null } });
    if (!channel) return refuse("not_found");
    await tx.notificationChannel.update({ where: { merchantId_id: { merchantId, id: channelId } }, data: { kinds } });
    await recordAudit(tx, scope, {
      action: "channel_messages_chosen",
      details: { kind: channel.kind, name: channel.name },
      before: { events: channel.kinds.join(", ") },
      after: { events: kinds.join(", ") },
    });
    return ok(true);
  });
}

/** Disables a channel. It can be restored for `RESTORE_MS`; the delivery log keeps its name. */
export function removeChannel(scope: MerchantScope, { channelId }: { channelId: string }): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const channel = await tx.notificationChannel.findFirst({ where: { merchantId, id: channelId, disabledAt: null } });
    if (!channel) return refuse("not_found");
    await tx.notificationChannel.update({ where: { merchantId_id: { merchantId, id: channelId } }, data: { disabledAt: new Date() } });
    await recordAudit(tx, scope, { action: "channel_removed", details: { kind: channel.kind, name: channel.name } });
    return ok(true);
  });
}

/** Undoes a removal. What was sent meanwhile is not sent again. */
export function restoreChannel(
  scope: MerchantScope,
  { channelId }: { channelId: string },
): Promise<Result<true, "channel_gone" | "too_many_channels">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const removed = { merchantId, id: channelId, disabledAt: { gt: new Date(Date.now() - RESTORE_MS) } };
    const channel = await tx.notificationChannel.findFirst({ where: removed });
    if (!channel || channel.url.length === 0) return refuse("channel_gone");
    if ((await tx.notificationChannel.count({ where: { merchantId, disabledAt: null } })) >= MAX_CHANNELS)
      return refuse("too_many_channels");
    await tx.notificationChannel.update({ where: { merchantId_id: { merchantId, id: channelId } }, data: { disabledAt: null } });
    await recordAudit(tx, scope, { action: "channel_restored", details: { kind: channel.kind, name: channel.name } });
    return ok(true);
  });
}

/** Gives a signed channel a new secret, which is returned only here. Every later attempt is signed with it, repeated ones too. */
export function renewChannelSecret(
  scope: MerchantScope,
  { channelId }: { channelId: string },
): Promise<Result<{ secret: string }, "not_found" | "channel_unsigned">> {
  const { merchantId } = scope;
  const secret = newSecret();
  const sealed = seal(secret, channelContext(channelId));
  return inMerchant(merchantId, async (tx) => {
    const channel = await tx.notificationChannel.findFirst({ where: { merchantId, id: channelId, disabledAt: null } });
    if (!channel) return refuse("not_found");
    if (CHANNELS[toChannelKind(channel.kind)].key !== "signs") return refuse("channel_unsigned");
    const data = { secret: sealed.bytes, secretKeyId: sealed.keyId };
    await tx.notificationChannel.update({ where: { merchantId_id: { merchantId, id: channelId } }, data });
    await recordAudit(tx, scope, { action: "channel_secret_renewed", details: { kind: channel.kind, name: channel.name } });
    return ok({ secret });
  });
}

/** Deletes URL and secret of channels that can no longer be restored. @returns how many */
export function forgetRemovedChannels(_scope: PlatformScope, now: Date): Promise<number> {
  return inPlatform(async (tx) => {
    const { count } = await tx.notificationChannel.updateMany({
      where: { disabledAt: { lte: new Date(now.getTime() - RESTORE_MS) }, NOT: { url: new Uint8Array() } },
      data: { url: new Uint8Array(), secret: null, secretKeyId: null },
    });
    return count;
  });
}

/** Sends a test message to the member by mail, or to a channel. */
export function sendTest(scope: MerchantScope, { channelId }: { channelId: string | null }): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  const personId = channelId === null ? memberIdOf(scope) : null;
  return inMerchant(merchantId, async (tx) => {
    const known =
      channelId === null
        ? personId !== null
        : (await tx.notificationChannel.count({ where: { merchantId, id: channelId, disabledAt: null } })) > 0;
    if (!known) return refuse("not_found");
    await tx.notificationDelivery.create({ data: { merchantId, personId, channelId, content: "test", dueAt: new Date() } });
    await recordAudit(tx, scope, { action: "test_message_sent", details: { way: channelId === null ? "mail" : "channel" } });
    return ok(true);
  });
}

export function resendDelivery(scope: MerchantScope, { deliveryId }: { deliveryId: string }): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const { count } = await tx.notificationDelivery.updateMany({
      where: { merchantId, id: deliveryId, status: { in: ["failed", "sent"] } },
      // Not 0: new notes would be appended to the message.
      data: { status: "waiting", attempts: 1, dueAt: new Date(), endedAt: null, failure: null },
    });
    if (count === 0) return refuse("not_found");
    await recordAudit(tx, scope, { action: "message_sent_again" });
    return ok(true);
  });
}

/** Unsubscribes a person from one kind of a merchant's mails. The caller has verified the signed token. */
export async function unsubscribe({ merchantId, personId, what }: Subscription): Promise<Result<true, "not_found">> {
  return inPlatform(async (tx) => {
    const person = await tx.person.findUnique({ where: { id: personId } });
    const scope =
      person && (await memberScope(sqlWithin(tx), { personId, name: person.name, email: person.email, isStaff: false }, merchantId));
    if (!scope) return refuse("not_found");
    const preferences = { ...(await readPreferences(tx, merchantId, personId)), [what === "weekly" ? "weekly" : "mail"]: false };
    await saveSetting(tx, merchantId, personId, { preferences });
    await recordAudit(tx, scope, { action: "mails_stopped", details: { what } });
    return ok(true);
  });
}
