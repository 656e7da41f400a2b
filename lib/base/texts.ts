/** Replaces characters that are unsafe in terminals, pages and logs: controls, bidirectional overrides, lone surrogates. */
export const cleanText = (text: string): string =>
  // Fast path: most texts are printable ASCII.
  /^[ -~]*$/.test(text) ? text : text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, " ");

/** Sorts names identically on server and browser. A shared `Intl.Collator` would delay every page load, since it is slow to construct. */
export const compareTexts = (a: string, b: string): number => a.localeCompare(b, "en");

/** Compares ids, or instants in ISO 8601. */
export const compareCodes = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** A name before a full stop: without its own, so that "B.V." does not end in two. */
export const beforeFullStop = (name: string): string => name.replace(/\.$/, "");

/** With a capital at its start and one full stop at its end. */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${beforeFullStop(text.slice(1))}.`;

/** Everything that may be an e-mail address: text around an @ without blanks, quotes and separators. In linear time, unlike a pattern. */
export const emailsInText = (text: string): string[] => text.split(/[\s"'<>(),;:\\]/).filter((word) => word.slice(1, -1).includes("@"));

/** Whether a text has non-ASCII characters, for which the database search uses a separate index. */
export const hasNonAscii = (text: string): boolean => /\P{ASCII}/u.test(text);
