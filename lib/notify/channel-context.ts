/** Binds a channel's sealed URL and signing secret to the channel. */
export const channelContext = (channelId: string): string => `channel:${channelId}`;
