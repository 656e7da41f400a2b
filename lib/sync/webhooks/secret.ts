/** What the secret of a shop's webhooks is sealed to: it does not open beside another integration, nor as anything else. */
export const shopWebhookContext = (integrationId: string): string => `shop-webhook:${integrationId}`;
