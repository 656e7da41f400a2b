/** Roles of a member. Owners also manage members; everything else is open to all. */
export const ROLES = ["owner", "member"] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value);

export const roleOf = (stored: string): Role => (isRole(stored) ? stored : "member");
