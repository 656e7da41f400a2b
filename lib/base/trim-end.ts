/** The text without this character at its end. A pattern such as `0+$` takes time that grows with the square of the text. */
export function trimEndOf(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end -= 1;
  return text.slice(0, end);
}

export const trimSlashes = (path: string): string => trimEndOf(path, "/");
