/** Whether a text has characters beyond ASCII, which the database searches through an index of its own. */
export const hasNonAscii = (text: string): boolean => /\P{ASCII}/u.test(text);
