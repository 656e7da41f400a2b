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
}

const OWN_ADDRESS = { url: null, key: "none", hasChat: false } as const;

/** Every kind of channel, in display order. For an entry more, the compiler names what else it needs; docs/notifications.md explains it. */
export const CHANNELS = {
  slack: OWN_ADDRESS,
  teams: OWN_ADDRESS,
  telegram: { url: "https://api.telegram.org", key: "required", hasChat: true },
  ntfy: { url: null, key: "optional", hasChat: false },
  pagerduty: { url: "https://events.pagerduty.com/v2/enqueue", key: "required", hasChat: false },
  opsgenie: { url: "https://api.opsgenie.com/v2/alerts", key: "required", hasChat: false },
  webhook: { url: null, key: "signs", hasChat: false },
} as const satisfies Record<string, ChannelTraits>;

export type ChannelKind = keyof typeof CHANNELS;

export const CHANNEL_KINDS = Object.keys(CHANNELS) as readonly ChannelKind[];

/** The kind of a stored channel. Throws for a kind that this version does not know. */
export function toChannelKind(stored: string): ChannelKind {
  const kind = CHANNEL_KINDS.find((known) => known === stored);
  if (!kind) throw new Error(`unknown channel kind: ${stored}`);
  return kind;
}
