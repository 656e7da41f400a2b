// Usable in the browser.

export const CHANNEL_KINDS = ["slack", "webhook"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** The kind of a stored channel. Throws for a kind that this version does not know. */
export function toChannelKind(stored: string): ChannelKind {
  const kind = CHANNEL_KINDS.find((known) => known === stored);
  if (!kind) throw new Error(`unknown channel kind: ${stored}`);
  return kind;
}
