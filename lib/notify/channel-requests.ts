import { Webhook } from "standardwebhooks";
import { SECOND_MS } from "@/lib/base/units";
import { listAlerts } from "@/lib/notify/channel-alerts";
import type { ChannelKind } from "@/lib/notify/channel-kinds";
import type { Message } from "@/lib/notify/message";

export interface ChannelMessage {
  /** The same in every attempt. */
  id: string;
  message: Message;
  merchantId: string;
  at: Date;
  /** "and 3 more" in the message's language; null if every note is listed. */
  more: string | null;
}

/** Where a channel sends. `key`: the merchant's key of the service, or the secret that signs; empty if it has none. */
export interface ChannelTarget {
  url: string;
  key: string;
}

interface ChannelRequest {
  url: string;
  body: string;
  headers?: Record<string, string>;
}

/** Longest text that the services accept, with room for their own marks. */
const MAX_TELEGRAM = 4_000;
const MAX_NTFY = 3_800;
const MAX_TEAMS = 20_000;
const MAX_PAGERDUTY_SUMMARY = 1_024;
const MAX_OPSGENIE_MESSAGE = 130;
const MAX_OPSGENIE_DESCRIPTION = 15_000;

const shorten = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max - 1)}…` : text);

const jsonRequest = (url: string, body: object, headers: Record<string, string> = {}): ChannelRequest => ({
  url,
  body: JSON.stringify(body),
  headers,
});

/** Escapes the three control characters of Slack: https://docs.slack.dev/messaging/formatting-message-text */
const escapeMarkup = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** Incoming webhooks of Slack and compatible chats (Mattermost, Rocket.Chat, Discord under /slack). */
function slackRequests({ message, more }: ChannelMessage, { url }: ChannelTarget): ChannelRequest[] {
  const lines = message.lines.map(({ shop, text, url: page, incident }) => {
    const line = `• <${page}|${escapeMarkup(shop ?? message.subject)}>: ${escapeMarkup(text)}`;
    return incident ? `${line} \`#${incident.id.slice(0, 8)}\`` : line;
  });
  return [
    jsonRequest(url, {
      text: [`*${escapeMarkup(message.subject)}*`, ...lines, ...(more === null ? [] : [escapeMarkup(more)])].join("\n"),
    }),
  ];
}

const plainLines = ({ message, more }: ChannelMessage): string[] => [
  ...message.lines.map(({ shop, text }) => (shop === null ? text : `${shop}: ${text}`)),
  ...(more === null ? [] : [more]),
];

/** A workflow of Microsoft Teams that posts a card: https://learn.microsoft.com/power-automate/teams/send-a-message-in-teams */
function teamsRequests(about: ChannelMessage, { url }: ChannelTarget): ChannelRequest[] {
  const { subject, lines } = about.message;
  // Teams reads Markdown in text blocks; a shop's text stays as it was written.
  const block = (text: string, style: object = {}) => ({
    type: "TextBlock",
    wrap: true,
    text: text.replace(/[\\*_[\]()#`~>-]/g, "\\$&"),
    ...style,
  });
  const texts = plainLines(about).map((text) => shorten(text, Math.floor(MAX_TEAMS / (lines.length + 1))));
  const [first] = lines;
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    body: [block(subject, { weight: "Bolder", size: "Medium" }), ...texts.map((text) => block(text))],
    actions: first ? [{ type: "Action.OpenUrl", title: first.shop ?? subject, url: first.url }] : [],
  };
  return [jsonRequest(url, { type: "message", attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }] })];
}

/** https://core.telegram.org/bots/api#sendmessage. The chat is the parameter `chat_id` of the stored address. */
function telegramRequests(about: ChannelMessage, { url, key }: ChannelTarget): ChannelRequest[] {
  const target = new URL(url);
  const chat = target.searchParams.get("chat_id");
  target.search = "";
  target.pathname = `${target.pathname.replace(/\/$/, "")}/bot${key}/sendMessage`;
  const page = about.message.lines[0]?.url;
  const text = shorten([about.message.subject, ...plainLines(about).map((line) => `• ${line}`)].join("\n"), MAX_TELEGRAM);
  return [jsonRequest(target.href, { chat_id: chat, text: page ? `${text}\n${page}` : text, link_preview_options: { is_disabled: true } })];
}

/** https://docs.ntfy.sh/publish/#publish-as-json. The stored address ends with the topic. */
function ntfyRequests(about: ChannelMessage, { url, key }: ChannelTarget): ChannelRequest[] {
  const server = new URL(url);
  const path = server.pathname.split("/").filter(Boolean);
  const topic = path.pop() ?? "";
  server.pathname = path.join("/");
  const { subject, lines } = about.message;
  const click = lines[0]?.url;
  const isBad = listAlerts(about).some(({ action }) => action === "open");
  const body = { topic, title: subject, message: shorten(plainLines(about).join("\n") || subject, MAX_NTFY), priority: isBad ? 4 : 3 };
  return [jsonRequest(server.href, click ? { ...body, click } : body, key === "" ? {} : { authorization: `Bearer ${key}` })];
}

/** https://developer.pagerduty.com/docs/events-api-v2-overview: one alert per incident, resolved when it is over. */
const pagerDutyRequests = (about: ChannelMessage, { url, key }: ChannelTarget): ChannelRequest[] =>
  listAlerts(about).map(({ action, id, title, text, source, page }) =>
    jsonRequest(url, {
      routing_key: key,
      event_action: action === "open" ? "trigger" : "resolve",
      dedup_key: id,
      payload: {
        summary: shorten(title, MAX_PAGERDUTY_SUMMARY),
        source,
        severity: "error",
        timestamp: about.at.toISOString(),
        custom_details: { text },
      },
      ...(page === null ? {} : { links: [{ href: page, text: source }] }),
    }),
  );

/** https://docs.opsgenie.com/docs/alert-api, which other services accept too: one alert per incident, closed when it is over. */
const opsgenieRequests = (about: ChannelMessage, { url, key }: ChannelTarget): ChannelRequest[] =>
  listAlerts(about).map(({ action, id, title, text, source, page }) => {
    const headers = { authorization: `GenieKey ${key}` };
    if (action === "close") {
      const target = new URL(url);
      target.pathname = `${target.pathname.replace(/\/$/, "")}/${encodeURIComponent(id)}/close`;
      target.searchParams.set("identifierType", "alias");
      return jsonRequest(target.href, { source: "Mooring", note: text }, headers);
    }
    const alert = {
      message: shorten(title, MAX_OPSGENIE_MESSAGE),
      alias: id,
      description: shorten(text, MAX_OPSGENIE_DESCRIPTION),
      entity: source,
      source: "Mooring",
      ...(page === null ? {} : { details: { page } }),
    };
    return jsonRequest(url, alert, headers);
  });

/** https://github.com/standard-webhooks/standard-webhooks. `type` and `kind` are stable codes; texts may change. */
function webhookRequests({ id, message, merchantId, at }: ChannelMessage, { url, key }: ChannelTarget): ChannelRequest[] {
  const notices = message.lines.map(({ kind, shop, shops, incident, text, url: page }) => ({
    ...(shops ? { kind, shop: null, shops } : { kind, shop }),
    ...(incident ? { incident } : {}),
    text,
    url: page,
  }));
  const body = JSON.stringify({
    type: "notices",
    timestamp: at.toISOString(),
    data: { merchantId, subject: message.subject, notices, more: message.more },
  });
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / SECOND_MS)),
    "webhook-signature": new Webhook(key).sign(id, at, body),
  };
  return [{ url, body, headers }];
}

/** The requests that deliver a message, by the kind of the channel. Each may be repeated: services ignore what they already have. */
export const CHANNEL_REQUESTS: Readonly<Record<ChannelKind, (message: ChannelMessage, to: ChannelTarget) => ChannelRequest[]>> = {
  slack: slackRequests,
  teams: teamsRequests,
  telegram: telegramRequests,
  ntfy: ntfyRequests,
  pagerduty: pagerDutyRequests,
  opsgenie: opsgenieRequests,
  webhook: webhookRequests,
};
