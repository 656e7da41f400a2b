/** For passwords that are chosen; older ones may be shorter. */
export const SHORTEST_PASSWORD = 12;
/** Longer passwords are refused before any work is done for them. */
export const LONGEST_PASSWORD = 200;
