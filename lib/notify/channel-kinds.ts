// Usable in the browser.

interface ChannelTraits {
  /** Whether requests are signed with a secret created along with the channel. */
  isSigned: boolean;
}

/** Every kind of channel, in display order. For an entry more, the compiler names what else it needs; docs/notifications.md explains it. */
export const CHANNELS = {
  slack: { isSigned: false },
  webhook: { isSigned: true },
} as const satisfies Record<string, ChannelTraits>;

export type ChannelKind = keyof typeof CHANNELS;

export const CHANNEL_KINDS = Object.keys(CHANNELS) as readonly ChannelKind[];

/** The kind of a stored channel. Throws for a kind that this version does not know. */
export function toChannelKind(stored: string): ChannelKind {
  const kind = CHANNEL_KINDS.find((known) => known === stored);
  if (!kind) throw new Error(`unknown channel kind: ${stored}`);
  return kind;
}
