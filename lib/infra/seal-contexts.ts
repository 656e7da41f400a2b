export const credentialsContext = (integrationId: string): string => `integration:${integrationId}`;

/** Binds a channel's sealed URL and signing secret to the channel. */
export const channelContext = (channelId: string): string => `channel:${channelId}`;

/** Binds a sealed webhook secret to its integration and purpose. */
export const webhookContext = (integrationId: string): string => `webhook:${integrationId}`;

/** Encryption context of a shop's webhook secret: it cannot be decrypted for another integration or purpose. */
export const shopWebhookContext = (integrationId: string): string => `shop-webhook:${integrationId}`;
