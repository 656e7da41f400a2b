import type { ChannelKind } from "@/lib/notify/channel-kinds";
import type { Message } from "@/lib/notify/message";

interface ChannelMessage {
  message: Message;
  merchantId: string;
  at: Date;
  /** "and 3 more" in the message's language; null if every note is listed. */
  more: string | null;
}

/** Escapes the three control characters of Slack: https://docs.slack.dev/messaging/formatting-message-text */
const escapeSlack = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** Incoming webhooks of Slack and compatible chats (Mattermost, Rocket.Chat, Discord under /slack). */
function slackBody({ message, more }: ChannelMessage): string {
  const lines = message.lines.map(({ shop, text, url, incident }) => {
    const line = `• <${url}|${escapeSlack(shop ?? message.subject)}>: ${escapeSlack(text)}`;
    return incident ? `${line} \`#${incident.id.slice(0, 8)}\`` : line;
  });
  return JSON.stringify({
    text: [`*${escapeSlack(message.subject)}*`, ...lines, ...(more === null ? [] : [escapeSlack(more)])].join("\n"),
  });
}

/** https://github.com/standard-webhooks/standard-webhooks. `type` and `kind` are stable codes; texts may change. */
function webhookBody({ message, merchantId, at }: ChannelMessage): string {
  const notices = message.lines.map(({ kind, shop, shops, incident, text, url }) => ({
    ...(shops ? { kind, shop: null, shops } : { kind, shop }),
    ...(incident ? { incident } : {}),
    text,
    url,
  }));
  return JSON.stringify({
    type: "notices",
    timestamp: at.toISOString(),
    data: { merchantId, subject: message.subject, notices, more: message.more },
  });
}

/** The body of a message, by the kind of the channel. */
export const CHANNEL_BODIES: Readonly<Record<ChannelKind, (message: ChannelMessage) => string>> = {
  slack: slackBody,
  webhook: webhookBody,
};
