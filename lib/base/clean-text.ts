/** Removes what no terminal, page or log should get from outside: control characters, bidirectional overrides, lone surrogates. */
export const cleanText = (text: string): string =>
  // Most texts are plain: classes of Unicode are not looked up for those.
  /^[ -~]*$/.test(text) ? text : text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, " ");
