/** Whether a text has letters beyond ASCII: what such texts are found by in the database is an index of its own. */
export const hasOwnLetters = (text: string): boolean => /\P{ASCII}/u.test(text);
