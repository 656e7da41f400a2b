/** What a token may do: `refresh` reads as well. */
export const PERMISSIONS = ["read", "refresh"] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** After how many days a token ends by itself; 0: never. */
export const EXPIRY_DAYS = [0, 30, 90, 365] as const;
