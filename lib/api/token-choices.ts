/** Permissions of a token; `refresh` includes `read`. */
export const PERMISSIONS = ["read", "refresh"] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Lifetimes in days. Every token expires. */
export const EXPIRY_DAYS = [30, 90, 365] as const;
export const USUAL_EXPIRY_DAYS = 90;
