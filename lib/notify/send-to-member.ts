import { beforeFullStop } from "@/lib/base/texts";
import { roleOf } from "@/lib/identity/accounts/roles";
import { inPlatform } from "@/lib/infra/db";
import { sendMail } from "@/lib/infra/mail/send-mail";
import { publicOrigin } from "@/lib/infra/public-origin";
import { addressTo, findMember } from "@/lib/notify/addressee";
import { type ClaimedDelivery, composeDelivery, type DeliveryOutcome } from "@/lib/notify/claimed-delivery";
import { KIND_TRAITS } from "@/lib/notify/kinds";
import type { TellShops } from "@/lib/notify/read-topics";
import { markReply, replyAddress } from "@/lib/notify/reply-address";
import { makeUnsubscribeToken } from "@/lib/notify/unsubscribe-token";

export async function sendToMember(delivery: ClaimedDelivery, tellShops: TellShops): Promise<DeliveryOutcome> {
  const { merchantId, personId } = delivery;
  // People who left the merchant get no mail.
  const membership = personId === null ? null : await inPlatform((tx) => findMember(tx, merchantId, personId));
  if (!membership || personId === null) return { status: "dropped" };
  const { person, merchant, role } = membership;
  const canAct = roleOf(role) !== "viewer";
  const { to, words } = await addressTo(person);
  const composed = await composeDelivery(delivery, words, { kind: "member", canAct }, tellShops);
  if (composed.status !== "composed") return composed;
  const { message, ids, held } = composed;
  const origin = publicOrigin();
  const what = delivery.content === "weekly" ? "weekly" : "notices";
  const isOne = message.lines.length === 1 && !message.lines[0]?.shops;
  const isGood = message.lines.every(({ kind }) => KIND_TRAITS[kind].tone === "good");
  const threads = [...new Set(message.lines.flatMap(({ threadId }) => (threadId ? [threadId] : [])))];
  const [threadId] = threads;
  // A reply must belong to exactly one thread, and to someone who may write.
  const replyTo = canAct && threadId && threads.length === 1 ? replyAddress({ threadId, receiver: personId }) : null;
  const { incident } = message;
  // Mail programs group the mails of an incident; two members may share a mailbox.
  const thread = `incident-${incident?.id}-${personId}`;
  await sendMail({
    to,
    subject: message.subject,
    messageId: incident?.isFirst ? thread : delivery.id,
    inReplyTo: incident && !incident.isFirst ? thread : null,
    replyTo,
    locale: words.locale,
    preview: message.lines
      .map(({ text }) => text)
      .join(" ")
      .slice(0, 140),
    title: message.subject,
    above: replyTo === null ? null : markReply(words.say("mail.reply_above")),
    intro: delivery.content === "test" ? words.say("test.text") : null,
    lines: [
      ...message.lines.map(({ kind, shop, text, url }) => ({
        title: shop,
        text,
        url,
        tone: delivery.content === "weekly" ? ("plain" as const) : KIND_TRAITS[kind].tone,
      })),
      ...(message.more > 0 ? [{ title: null, text: words.say("more", { count: message.more }), url: null, tone: "plain" as const }] : []),
    ],
    action: {
      text: incident?.step ?? words.say(isOne ? (isGood ? "mail.open_shop" : "mail.open_one") : "mail.open"),
      url: isOne ? (message.lines[0]?.url ?? origin) : `${origin}/m/${merchantId}`,
    },
    footer: words.say("mail.footer", { merchant: beforeFullStop(merchant.name) }),
    unsubscribe: {
      text: words.say(`mail.unsubscribe.${what}`),
      url: `${origin}/api/unsubscribe/${makeUnsubscribeToken({ merchantId, personId, what })}`,
    },
  });
  return { status: "sent", answerStatus: null, ids, held };
}
