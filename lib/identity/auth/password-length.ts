/** For new passwords; existing ones may be shorter. */
export const SHORTEST_PASSWORD = 12;
/** Limits the work for one request. */
export const LONGEST_PASSWORD = 200;
