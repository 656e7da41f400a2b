/** What the sealed credentials of an integration are bound to. */
export const credentialsContext = (integrationId: string): string => `integration:${integrationId}`;
