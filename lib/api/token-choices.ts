/** Permissions of a token; `refresh` includes `read`. */
export const PERMISSIONS = ["read", "refresh"] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Lifetimes in days; 0: unlimited. */
export const EXPIRY_DAYS = [0, 30, 90, 365] as const;
