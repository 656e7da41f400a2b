import { isToken, newToken } from "@/lib/infra/secret-token";

/** Identifies leaked tokens. */
const PREFIX = "mooring_";

export const newApiToken = (): string => `${PREFIX}${newToken()}`;

export const isApiToken = (text: string): boolean => text.startsWith(PREFIX) && isToken(text.slice(PREFIX.length));
