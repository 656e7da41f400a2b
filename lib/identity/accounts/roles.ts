/** What a member may do: an owner manages the members, everything else everybody may. */
export const ROLES = ["owner", "member"] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value);
