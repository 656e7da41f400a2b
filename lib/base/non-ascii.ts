/** Whether a text has non-ASCII characters, for which the database search uses a separate index. */
export const hasNonAscii = (text: string): boolean => /\P{ASCII}/u.test(text);
