/** Roles of a member. Only owners manage members; everything else is open to both. */
export const ROLES = ["owner", "member"] as const;
export type Role = (typeof ROLES)[number];

export const roleOf = (stored: string): Role => ROLES.find((role) => role === stored) ?? "member";
