import { type Snippet, type SnippetLanguage, type SnippetPlace, text } from "@/lib/check/diagnosis/fixes/fix";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";

interface Extras {
  /** Key below `fixes.snippets`; by default the id. */
  title?: string;
  file?: string;
  replaces?: string;
}

export const snippet = (
  id: string,
  language: SnippetLanguage,
  place: SnippetPlace,
  code: string,
  { title = id, file, replaces }: Extras = {},
): Snippet => ({ id, title: text(`snippets.${title}`), language, place, file: file ?? null, code, replaces: replaces ?? null });

export const eachAddress = ({ addresses }: Scope, line: (address: string) => string): string => addresses.map(line).join("\n");

export const pathPrefix = ({ path }: Scope): string => path.literal || "/";
