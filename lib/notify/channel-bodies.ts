import type { Message } from "@/lib/notify/message";

/** Text of people and shops in Slack's mark-up: these three are its only signs. https://docs.slack.dev/messaging/formatting-message-text */
const escapeSlack = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** For Slack's incoming webhooks and what understands them (Mattermost, Rocket.Chat, Discord under /slack): one text. */
export function slackBody(message: Message, more: string | null): string {
  const lines = message.lines.map(({ shop, text, url }) => `• <${url}|${escapeSlack(shop ?? message.subject)}>: ${escapeSlack(text)}`);
  return JSON.stringify({
    text: [`*${escapeSlack(message.subject)}*`, ...lines, ...(more === null ? [] : [escapeSlack(more)])].join("\n"),
  });
}

/** For programs: https://github.com/standard-webhooks/standard-webhooks. `type` and `kind` are codes that stay; texts may change. */
export function webhookBody(message: Message, merchantId: string, at: Date): string {
  const notices = message.lines.map(({ kind, shop, shops, text, url }) => ({
    ...(shops ? { kind, shop: null, shops } : { kind, shop }),
    ...{ text, url },
  }));
  return JSON.stringify({
    type: "notices",
    timestamp: at.toISOString(),
    data: { merchantId, subject: message.subject, notices, more: message.more },
  });
}
