/** Encryption context of a shop's webhook secret: it cannot be decrypted for another integration or purpose. */
export const shopWebhookContext = (integrationId: string): string => `shop-webhook:${integrationId}`;
