/** Stored reason of a dropped message: its receiver was already notified of every incident in it. */
export const ALREADY_NOTIFIED = "told_already";
