import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { AVOIDED, WORDS } from "@/lib/i18n/glossary.fixture";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { NAMESPACES } from "@/lib/i18n/namespaces";

type Tree = { [key: string]: string | Tree };

const read = (locale: Locale, namespace: string): Tree =>
  JSON.parse(fs.readFileSync(path.join(import.meta.dirname, "messages", locale, `${namespace}.json`), "utf8")) as Tree;

const flatten = (tree: Tree, prefix: string): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${prefix}${key}`, value] as [string, string]] : flatten(value, `${prefix}${key}.`),
  );

const texts = (locale: Locale): Map<string, string> =>
  new Map(NAMESPACES.flatMap((namespace) => flatten(read(locale, namespace), `${namespace}:`)));

test.each(LOCALES)("each term of the glossary is used wherever it is shown, in %s", (locale) => {
  const shown = texts(locale);
  for (const { keys, words } of Object.values(WORDS)) for (const key of keys) expect(shown.get(key), key).toBe(words[locale]);
});

test.each(LOCALES)("no message uses a word that the glossary has replaced, in %s", (locale) => {
  const found = [...texts(locale)].flatMap(([key, text]) =>
    AVOIDED[locale].filter(([word]) => word.test(text)).map(([word, instead]) => `${key}: "${word.exec(text)?.[0]}": write ${instead}`),
  );
  expect(found).toEqual([]);
});
