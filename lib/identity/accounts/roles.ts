/** Roles of a member, the highest first. Only owners manage members; viewers only read; everything else is open to owners and members. */
export const ROLES = ["owner", "member", "viewer"] as const;
export type Role = (typeof ROLES)[number];

/** A role that this version does not know may only read. */
export const roleOf = (stored: string): Role => ROLES.find((role) => role === stored) ?? "viewer";
