import { Webhook } from "standardwebhooks";
import { outsideConfig } from "@/lib/connectors/egress/config";
import { DEFAULT_LOCALE, type Locale } from "@/lib/i18n/locales";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { log } from "@/lib/infra/log";
import { NoMailServer, sendMail } from "@/lib/infra/mail/send-mail";
import { publicOrigin } from "@/lib/infra/public-origin";
import { unseal } from "@/lib/infra/secrets";
import { ALREADY_NOTIFIED } from "@/lib/notify/already-notified";
import { slackBody, webhookBody } from "@/lib/notify/channel-bodies";
import { collapse } from "@/lib/notify/collapse";
import { localeOf } from "@/lib/notify/locale-of";
import { composeMessage, type Message, type MessageLine, type NotifiableNote } from "@/lib/notify/message";
import { problemOf } from "@/lib/notify/noted-problem";
import { postJson } from "@/lib/notify/post-json";
import { pathOfNote, readNotes } from "@/lib/notify/read-notes";
import { readProblems } from "@/lib/notify/read-problems";
import { replyAddress } from "@/lib/notify/reply-address";
import { REPLY_MARK } from "@/lib/notify/reply-mark";
import { makeUnsubscribeToken } from "@/lib/notify/unsubscribe-token";
import { composeWeekly } from "@/lib/notify/weekly";
import { openWords, type Words } from "@/lib/notify/words";

/** Tries of one message, and the seconds before each next one: over a working day, then the log says that it failed. */
const RETRY_SECONDS = [60, 300, 1800, 7200, 21_600];
/** While one worker sends, no other takes the message. */
const HOLD_SECONDS = 120;
const BATCH = 20;

interface Held {
  merchantId: string;
  id: string;
  personId: string | null;
  channelId: string | null;
  content: string;
  notificationIds: string[];
  attempts: number;
}

type Sent =
  | { status: "sent"; answerStatus: number | null }
  | { status: "dropped"; isTold?: true }
  | { status: "failed"; failure: string; answerStatus: number | null; again: boolean };

/** Sends every message that is due. Messages that another worker holds are skipped. @returns how many were taken */
export async function deliverDue(_scope: PlatformScope): Promise<number> {
  const held = await inPlatform(
    (tx) => tx.$queryRaw<Held[]>`
      update notification_delivery d set attempts = attempts + 1, due_at = now() + make_interval(secs => ${HOLD_SECONDS})
      from (
        select merchant_id, id from notification_delivery where status = 'waiting' and due_at <= now()
        order by due_at limit ${BATCH} for update skip locked
      ) due
      where d.merchant_id = due.merchant_id and d.id = due.id
      returning d.merchant_id as "merchantId", d.id, d.person_id as "personId", d.channel_id as "channelId", d.content,
        d.notification_ids as "notificationIds", d.attempts`,
  );
  await Promise.all(held.map(async (one) => settle(one, await send(one).catch(failureOf))));
  return held.length;
}

function failureOf(error: unknown): Sent {
  if (error instanceof NoMailServer) return { status: "failed", failure: "no_mail_server", answerStatus: null, again: false };
  log.warn({ err: error }, "message not sent");
  return { status: "failed", failure: "unreachable", answerStatus: null, again: true };
}

async function settle({ merchantId, id, attempts }: Held, sent: Sent): Promise<void> {
  const wait = RETRY_SECONDS[attempts - 1];
  const again = sent.status === "failed" && sent.again && wait !== undefined;
  await inPlatform((tx) =>
    tx.notificationDelivery.update({
      where: { merchantId_id: { merchantId, id } },
      data: {
        status: again ? "waiting" : sent.status,
        failure: sent.status === "failed" ? sent.failure : sent.status === "dropped" && sent.isTold ? ALREADY_NOTIFIED : null,
        answerStatus: sent.status === "dropped" ? null : sent.answerStatus,
        ...(again ? { dueAt: new Date(Date.now() + wait * 1000) } : { endedAt: new Date() }),
      },
    }),
  );
}

async function send(held: Held): Promise<Sent> {
  return held.channelId === null ? sendToPerson(held) : sendToChannel(held, held.channelId);
}

const healed: Sent = { status: "dropped" };
const isMessage = (composed: Message | Sent): composed is Message => "lines" in composed;

/** What the message says, in the words of whom it goes to; or why nothing is left to say. */
async function compose(held: Held, words: Words): Promise<Message | Sent> {
  const { merchantId, content } = held;
  if (content === "test") return { subject: words.say("test.subject"), lines: [], more: 0 };
  if (content === "weekly") return (await composeWeekly(merchantId, words, new Date())) ?? healed;
  const notes = collapse(await readNotes(merchantId, held.notificationIds));
  const problems = await readProblems(held, notes);
  const news = notes.filter((one) => !problemOf(one, problems)?.isTold);
  const pageOf = (one: NotifiableNote | null): string => `${publicOrigin()}${one ? pathOfNote(merchantId, one) : `/m/${merchantId}`}`;
  return composeMessage(news, words, pageOf, problems) ?? (notes.length > 0 ? { status: "dropped", isTold: true } : healed);
}

const TONES: Record<MessageLine["kind"], "bad" | "good" | "plain"> = {
  needs_you: "bad",
  off_soon: "bad",
  switched_off: "bad",
  addresses_refused: "bad",
  parcel_unassigned: "bad",
  recovered: "good",
  report_green: "good",
  support_answered: "plain",
};

async function sendToPerson(held: Held): Promise<Sent> {
  const { merchantId, personId } = held;
  // Whoever left the merchant meanwhile is told nothing more.
  const membership = await inPlatform((tx) =>
    tx.membership.findFirst({
      where: { merchantId, personId: personId ?? "" },
      include: { person: true, merchant: { select: { name: true } } },
    }),
  );
  if (!membership || personId === null) return { status: "dropped" };
  const { person, merchant } = membership;
  const words = await openWords(await localeOf(person), person.timeZone);
  const message = await compose(held, words);
  if (!isMessage(message)) return message;
  const origin = publicOrigin();
  const what = held.content === "weekly" ? "weekly" : "notices";
  const isOne = message.lines.length === 1 && !message.lines[0]?.shops;
  // There is nothing to be done where all is well again.
  const isGood = message.lines.every(({ kind }) => kind === "recovered" || kind === "report_green");
  const threads = [...new Set(message.lines.flatMap(({ threadId }) => (threadId ? [threadId] : [])))];
  const [threadId] = threads;
  // A mail about several questions cannot be answered as a whole.
  const replyTo = threadId && threads.length === 1 ? replyAddress({ threadId, personId }) : null;
  await sendMail({
    to: { name: person.name, address: person.email },
    subject: message.subject,
    messageId: held.id,
    replyTo,
    locale: words.locale,
    preview: message.lines
      .map(({ text }) => text)
      .join(" ")
      .slice(0, 140),
    title: message.subject,
    above: replyTo === null ? null : `${REPLY_MARK} ${words.say("mail.reply_above")} -##`,
    intro: held.content === "test" ? words.say("test.text") : null,
    lines: [
      ...message.lines.map(({ kind, shop, text, url }) => ({
        title: shop,
        text,
        url,
        tone: held.content === "weekly" ? ("plain" as const) : TONES[kind],
      })),
      ...(message.more > 0 ? [{ title: null, text: words.say("more", { count: message.more }), url: null, tone: "plain" as const }] : []),
    ],
    action: {
      text: words.say(isOne ? (isGood ? "mail.open_shop" : "mail.open_one") : "mail.open"),
      url: isOne ? (message.lines[0]?.url ?? origin) : `${origin}/m/${merchantId}`,
    },
    footer: words.say("mail.footer", { merchant: merchant.name }),
    unsubscribe: {
      text: words.say(`mail.unsubscribe.${what}`),
      url: `${origin}/api/unsubscribe/${makeUnsubscribeToken({ merchantId, personId, what })}`,
    },
  });
  return { status: "sent", answerStatus: null };
}

async function sendToChannel(held: Held, channelId: string): Promise<Sent> {
  const { merchantId } = held;
  const channel = await inPlatform((tx) => tx.notificationChannel.findUnique({ where: { merchantId_id: { merchantId, id: channelId } } }));
  if (!channel || channel.disabledAt) return { status: "dropped" };
  const words = await openWords(await localeOfMerchant(merchantId), "UTC");
  const message = await compose(held, words);
  if (!isMessage(message)) return message;
  const url = unseal({ bytes: channel.url, keyId: channel.urlKeyId }, `channel:${channelId}`);
  const now = new Date();
  const more = message.more > 0 ? words.say("more", { count: message.more }) : null;
  const body = channel.kind === "slack" ? slackBody(message, more) : webhookBody(message, merchantId, now);
  const headers: Record<string, string> = {};
  if (channel.secret && channel.secretKeyId) {
    const secret = unseal({ bytes: channel.secret, keyId: channel.secretKeyId }, `channel:${channelId}`);
    headers["webhook-id"] = held.id;
    headers["webhook-timestamp"] = String(Math.floor(now.getTime() / 1000));
    headers["webhook-signature"] = new Webhook(secret).sign(held.id, now, body);
  }
  const outcome = await postJson(url, body, headers, outsideConfig().policy);
  if (outcome.ok) return { status: "sent", answerStatus: outcome.status };
  // 410 is how a receiver says that nobody is there any more (Standard Webhooks).
  const again = outcome.failure !== "target_not_allowed" && outcome.status !== 410;
  return { status: "failed", failure: outcome.failure, answerStatus: outcome.status, again };
}

/** A channel has no person: it speaks as the merchant's oldest member does. */
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
