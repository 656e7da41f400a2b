import { Webhook } from "standardwebhooks";
import { SECOND_MS } from "@/lib/base/units";
import { outsideConfig } from "@/lib/connectors/egress/config";
import { DEFAULT_LOCALE, type Locale } from "@/lib/i18n/locales";
import { inPlatform } from "@/lib/infra/db";
import { channelContext } from "@/lib/infra/seal-contexts";
import { unseal } from "@/lib/infra/secrets";
import { serveMerchant } from "@/lib/infra/served-merchant";
import { CHANNEL_BODIES } from "@/lib/notify/channel-bodies";
import { toChannelKind } from "@/lib/notify/channel-kinds";
import { type ClaimedDelivery, composeDelivery, type DeliveryOutcome } from "@/lib/notify/claimed-delivery";
import { postJson } from "@/lib/notify/post-json";
import type { TellShops } from "@/lib/notify/read-topics";
import { localeOf, openWords } from "@/lib/notify/words";

/** Status with which a receiver unsubscribes (Standard Webhooks). */
const GONE = 410;

export async function sendToChannel(delivery: ClaimedDelivery, channelId: string, tellShops: TellShops): Promise<DeliveryOutcome> {
  const { merchantId } = delivery;
  const channel = await inPlatform((tx) => tx.notificationChannel.findUnique({ where: { merchantId_id: { merchantId, id: channelId } } }));
  if (!channel || channel.disabledAt) return { status: "dropped" };
  const words = await openWords(await localeOfMerchant(merchantId), "UTC");
  const composed = await composeDelivery(delivery, words, { kind: "program" }, tellShops);
  if (composed.status !== "composed") return composed;
  const { message, ids, held } = composed;
  const url = unseal({ bytes: channel.url, keyId: channel.urlKeyId }, channelContext(channelId));
  const at = new Date();
  const more = message.more > 0 ? words.say("more", { count: message.more }) : null;
  const body = CHANNEL_BODIES[toChannelKind(channel.kind)]({ message, merchantId, at, more });
  const headers: Record<string, string> = {};
  if (channel.secret && channel.secretKeyId) {
    const secret = unseal({ bytes: channel.secret, keyId: channel.secretKeyId }, channelContext(channelId));
    headers["webhook-id"] = delivery.id;
    headers["webhook-timestamp"] = String(Math.floor(at.getTime() / SECOND_MS));
    headers["webhook-signature"] = new Webhook(secret).sign(delivery.id, at, body);
  }
  const outcome = await serveMerchant(merchantId, () => postJson(url, body, headers, outsideConfig().policy));
  if (outcome.ok) return { status: "sent", answerStatus: outcome.status, ids, held };
  const again = outcome.failure !== "target_not_allowed" && outcome.status !== GONE;
  return { status: "failed", failure: outcome.failure, answerStatus: outcome.status, again };
}

/** Channels use the language of the merchant's oldest member. */
async function localeOfMerchant(merchantId: string): Promise<Locale> {
  const first = await inPlatform((tx) =>
    tx.membership.findFirst({
      where: { merchantId },
      orderBy: { createdAt: "asc" },
      select: { person: { select: { id: true, locale: true } } },
    }),
  );
  return first ? localeOf(first.person) : DEFAULT_LOCALE;
}
