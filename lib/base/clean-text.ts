/** Removes what no terminal, page or log should get from outside: control characters, bidirectional overrides, lone surrogates. */
export const cleanText = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, " ");
