/** Larger counts are shown as this number followed by a plus. */
export const MAX_UNREAD = 99;
