/** Larger counts are shown as this number followed by a plus. */
export const MOST_UNREAD = 99;
