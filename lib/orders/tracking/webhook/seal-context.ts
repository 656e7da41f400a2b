/** What a webhook's secret is sealed to: it does not open beside another integration, nor as credentials of a shop. */
export const webhookContext = (integrationId: string): string => `webhook:${integrationId}`;
