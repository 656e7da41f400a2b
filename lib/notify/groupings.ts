/** When a message is sent: after a minute of collecting, at the next full hour, or in the morning. */
export const GROUPINGS = ["soon", "hourly", "daily"] as const;
