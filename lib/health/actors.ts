/** Who can fix what blocks a lane; `nobody`: the lane recovers automatically. */
export const ACTORS = ["merchant", "hosting_provider", "support", "nobody"] as const;
export type Actor = (typeof ACTORS)[number];
