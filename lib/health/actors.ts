/** Who can fix what blocks a lane; `nobody`: it recovers automatically. */
export const ACTORS = ["merchant", "hosting_provider", "support", "nobody"] as const;
export type Actor = (typeof ACTORS)[number];
