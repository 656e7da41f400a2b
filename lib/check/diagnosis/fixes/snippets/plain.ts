import { type Snippet, type SnippetLanguage, type SnippetPlace, text } from "@/lib/check/diagnosis/fixes/fix";

/** A snippet that is the same for every shop. */
export const code = (id: string, language: SnippetLanguage, place: SnippetPlace, lines: string, file: string | null = null): Snippet => ({
  id,
  title: text(`snippets.${id}`),
  language,
  place,
  file,
  code: lines,
  replaces: null,
});
