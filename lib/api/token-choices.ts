/** What a token may do, least first. Every token has `read`; the others are granted one by one. */
export const TOKEN_SCOPES = ["read", "orders:read", "sync:write", "check:write", "shops:write", "members:write", "support"] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** The scopes that an owner chooses when making a token. */
export const CHOSEN_SCOPES = TOKEN_SCOPES.filter((scope) => scope !== "read");

/** Keys of scopes in messages, which cannot contain a colon. */
export const scopeKey = (scope: TokenScope) =>
  scope.replace(":", "_") as "read" | "orders_read" | "sync_write" | "check_write" | "shops_write" | "members_write" | "support";

/** Lifetimes in days. Every token expires. */
export const EXPIRY_DAYS = [30, 90, 365] as const;
export const USUAL_EXPIRY_DAYS = 90;
