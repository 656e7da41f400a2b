/** More than this are told as this number and a plus. */
export const MOST_UNREAD = 99;
