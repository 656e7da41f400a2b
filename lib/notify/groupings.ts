/** How soon a message leaves: with a minute to collect what comes together, at the next full hour, or in the morning. */
export const GROUPINGS = ["soon", "hourly", "daily"] as const;
export type Grouping = (typeof GROUPINGS)[number];
