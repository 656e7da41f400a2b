import compile from "icu-minify/compile";
import type { AbstractIntlMessages } from "next-intl";
import type { Locale } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";
import type { NestedNamespace } from "@/lib/i18n/namespaces";

type Tree = { [key: string]: Tree | string };

/** Letters that mean something in a message: a text that keeps them after compiling is wrapped, so that it is never taken for one that was not compiled. */
export const SYNTAX = /[{<]/;

/** Every message parsed, as lib/i18n/format-message.ts takes it: so the browser gets no parser. */
export function compileMessages(tree: Tree): Tree {
  const compiled = Object.entries(tree).map(([key, value]) => {
    if (typeof value === "object") return [key, compileMessages(value)];
    // The compiler's records have no prototype, which React does not hand to the browser.
    const message = JSON.parse(JSON.stringify(compile(value)));
    return [key, typeof message === "string" && SYNTAX.test(message) ? [message] : message];
  });
  return Object.fromEntries(compiled) as Tree;
}

const compiledOf = new Map<Locale, Promise<AbstractIntlMessages>>();

/** The messages of a language for the pages: parsed once in the life of this process. */
export function loadCompiledMessages(locale: Locale): Promise<AbstractIntlMessages> {
  const known = compiledOf.get(locale) ?? loadMessages(locale).then((messages) => compileMessages(messages as Tree));
  compiledOf.set(locale, known);
  return known;
}

const packedOf = new Map<string, Promise<string>>();

function pick(all: AbstractIntlMessages, namespaces: readonly NestedNamespace[]): AbstractIntlMessages {
  const picked: Tree = {};
  for (const nested of namespaces) {
    const [name = "", section] = nested.split(".");
    const own = all[name] as Tree;
    picked[name] = section === undefined ? own : { ...(picked[name] as Tree), [section]: own[section] ?? {} };
  }
  return picked;
}

/** Namespaces of a language, or sections of them, as one JSON text, written once in the life of this process. */
export function packMessages(locale: Locale, namespaces: readonly NestedNamespace[]): Promise<string> {
  const key = `${locale} ${namespaces.join(" ")}`;
  const known = packedOf.get(key) ?? loadCompiledMessages(locale).then((all) => JSON.stringify(pick(all, namespaces)));
  packedOf.set(key, known);
  return known;
}
