// What people write, as it is kept. PostgreSQL takes no text with a zero in it, which lines of a log may have; and what shows nothing says nothing.

const INVISIBLE = /[\p{Cc}\p{Cf}\s]+/gu;
/** The same but for what joins letters and parts them, without which Persian and families of emoji fall apart. */
const LOOSE = /(?:(?![\u200C\u200D])[\p{Cc}\p{Cf}\s])+/gu;

const isSeen = (text: string): boolean => text.replace(INVISIBLE, "") !== "";

/** One line: a name. */
export const oneLine = (text: string): string => (isSeen(text) ? text.replace(LOOSE, " ").trim() : "");

/** Several lines: a question, a reason, a note. */
export const severalLines = (text: string): string => (isSeen(text) ? text.replace(/(?![\t\n\r])\p{Cc}/gu, " ").trim() : "");
