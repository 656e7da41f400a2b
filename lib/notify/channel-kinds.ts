// Usable in the browser.

import { MINUTE_MS } from "@/lib/base/units";

/** A removed channel keeps its URL for this long, so that it can be restored. */
export const RESTORE_MS = 10 * MINUTE_MS;

interface ChannelTraits {
  /** The service's own address, which the form offers; null if every merchant has one of their own. */
  url: string | null;
  /** Whether the merchant enters a key of the service, or a secret made here signs the requests. */
  key: "none" | "optional" | "required" | "signs";
  /** Whether a chat must be named beside the address. */
  hasChat: boolean;
  /** Where the service explains how to get its address or key. */
  guide: string;
}

/** Every kind of channel, in display order. For an entry more, the compiler names what else it needs; docs/notifications.md explains it. */
export const CHANNELS = {
  slack: { url: null, key: "none", hasChat: false, guide: "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks" },
  teams: {
    url: null,
    key: "none",
    hasChat: false,
    guide:
      "https://support.microsoft.com/office/create-incoming-webhooks-with-workflows-for-microsoft-teams-8ae491c7-0394-4861-ba59-055e33f75498",
  },
  telegram: {
    url: "https://api.telegram.org",
    key: "required",
    hasChat: true,
    guide: "https://core.telegram.org/bots/features#creating-a-new-bot",
  },
  ntfy: { url: null, key: "optional", hasChat: false, guide: "https://docs.ntfy.sh/subscribe/web/" },
  pagerduty: {
    url: "https://events.pagerduty.com/v2/enqueue",
    key: "required",
    hasChat: false,
    guide: "https://support.pagerduty.com/main/docs/services-and-integrations",
  },
  opsgenie: {
    url: "https://api.opsgenie.com/v2/alerts",
    key: "required",
    hasChat: false,
    guide: "https://support.atlassian.com/opsgenie/docs/create-a-default-api-integration/",
  },
  webhook: {
    url: null,
    key: "signs",
    hasChat: false,
    guide: "https://www.standardwebhooks.com",
  },
} as const satisfies Record<string, ChannelTraits>;

export type ChannelKind = keyof typeof CHANNELS;

export const CHANNEL_KINDS = Object.keys(CHANNELS) as readonly ChannelKind[];

/** The kind of a stored channel. Throws for a kind that this version does not know. */
export function toChannelKind(stored: string): ChannelKind {
  const kind = CHANNEL_KINDS.find((known) => known === stored);
  if (!kind) throw new Error(`unknown channel kind: ${stored}`);
  return kind;
}
