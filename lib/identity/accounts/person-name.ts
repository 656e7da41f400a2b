export const MAX_PERSON_NAME = 120;

/** The first letters of the first and the last word: "AV" for "Anna de Vries". */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const shown = words.length > 1 ? [words[0], words.at(-1)] : words;
  return shown.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase("en") ?? "").join("");
}
