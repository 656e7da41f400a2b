/** Without case and accents: "ubersicht" finds "Übersicht". */
export const foldText = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether each typed word occurs in the texts. Letters scattered over a text are no match: Enter would run an unrelated command. */
export function matchTerms(typed: string, texts: readonly string[]): boolean {
  const text = foldText(texts.join(" "));
  return foldText(typed)
    .split(/\s+/)
    .every((word) => text.includes(word));
}
