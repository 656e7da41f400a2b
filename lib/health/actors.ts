/** Who can change what stands in the way of a lane; `nobody`: it heals alone. */
export const ACTORS = ["merchant", "hosting_provider", "support", "nobody"] as const;
export type Actor = (typeof ACTORS)[number];
