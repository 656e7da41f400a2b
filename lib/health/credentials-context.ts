export const credentialsContext = (integrationId: string): string => `integration:${integrationId}`;
