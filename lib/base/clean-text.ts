/** Replaces characters that are unsafe in terminals, pages and logs: controls, bidirectional overrides, lone surrogates. */
export const cleanText = (text: string): string =>
  // Fast path: most texts are printable ASCII.
  /^[ -~]*$/.test(text) ? text : text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, " ");
