// Normalizes text that users enter. PostgreSQL rejects NUL, and text of invisible characters counts as empty.

const INVISIBLE = /[\p{Cc}\p{Cf}\s]+/gu;
/** Invisible characters except the joiners that Persian and composed emoji need. */
const LOOSE = /(?:(?![\u200C\u200D])[\p{Cc}\p{Cf}\s])+/gu;

const isSeen = (text: string): boolean => text.replace(INVISIBLE, "") !== "";

export const singleLine = (text: string): string => (isSeen(text) ? text.replace(LOOSE, " ").trim() : "");

export const multiLine = (text: string): string => (isSeen(text) ? text.replace(/(?![\t\n\r])\p{Cc}/gu, " ").trim() : "");
