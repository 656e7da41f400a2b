import { outsideConfig } from "@/lib/connectors/egress/config";
import { inPlatform } from "@/lib/infra/db";
import { channelContext } from "@/lib/infra/seal-contexts";
import { unseal } from "@/lib/infra/secrets";
import { serveMerchant } from "@/lib/infra/served-merchant";
import { toChannelKind } from "@/lib/notify/channel-kinds";
import { CHANNEL_REQUESTS } from "@/lib/notify/channel-requests";
import { type ClaimedDelivery, composeDelivery, type DeliveryOutcome } from "@/lib/notify/claimed-delivery";
import { postJson } from "@/lib/notify/post-json";
import type { TellShops } from "@/lib/notify/read-topics";
import { localeOfMerchant, openWords } from "@/lib/notify/words";

/** Status with which a receiver unsubscribes (Standard Webhooks). */
export const GONE = 410;

export async function sendToChannel(delivery: ClaimedDelivery, channelId: string, tellShops: TellShops): Promise<DeliveryOutcome> {
  const { merchantId } = delivery;
  const channel = await inPlatform((tx) => tx.notificationChannel.findUnique({ where: { merchantId_id: { merchantId, id: channelId } } }));
  if (!channel || channel.disabledAt) return { status: "dropped" };
  const words = await openWords(await localeOfMerchant(merchantId), "UTC");
  const composed = await composeDelivery(delivery, words, { kind: "program" }, tellShops);
  if (composed.status !== "composed") return composed;
  const { message, ids, held } = composed;
  const context = channelContext(channelId);
  const url = unseal({ bytes: channel.url, keyId: channel.urlKeyId }, context);
  const key = channel.secret && channel.secretKeyId ? unseal({ bytes: channel.secret, keyId: channel.secretKeyId }, context) : "";
  const more = message.more > 0 ? words.say("more", { count: message.more }) : null;
  const about = { id: delivery.id, message, merchantId, at: new Date(), more };
  let answerStatus: number | null = null;
  for (const request of CHANNEL_REQUESTS[toChannelKind(channel.kind)](about, { url, key })) {
    const outcome = await serveMerchant(merchantId, () =>
      postJson(request.url, request.body, request.headers ?? {}, outsideConfig().policy),
    );
    answerStatus = outcome.status;
    if (outcome.ok) continue;
    const again = outcome.failure !== "target_not_allowed" && outcome.status !== GONE;
    return { status: "failed", failure: outcome.failure, answerStatus, again };
  }
  return { status: "sent", answerStatus, ids, held };
}
