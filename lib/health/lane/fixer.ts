/** Who can fix what blocks a lane; `itself`: it recovers automatically. */
export const FIXERS = ["merchant", "hosting_provider", "support", "itself"] as const;
export type Fixer = (typeof FIXERS)[number];
