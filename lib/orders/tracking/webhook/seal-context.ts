/** Binds a sealed webhook secret to its integration and purpose. */
export const webhookContext = (integrationId: string): string => `webhook:${integrationId}`;
