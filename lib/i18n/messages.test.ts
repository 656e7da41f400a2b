import fs from "node:fs";
import path from "node:path";
import { createTranslator } from "use-intl/core";
import { describe, expect, test } from "vitest";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { NAMESPACES } from "@/lib/i18n/namespaces";
import { icuParameters } from "@/lib/testing/icu-parameters";

type Tree = { [key: string]: string | Tree };

const root = path.join(import.meta.dirname, "../..");
const folder = path.join(import.meta.dirname, "messages");

function flatten(tree: Tree, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${prefix}${key}`, value] as [string, string]] : flatten(value, `${prefix}${key}.`),
  );
}

const read = (locale: Locale, namespace: string): Tree =>
  JSON.parse(fs.readFileSync(path.join(folder, locale, `${namespace}.json`), "utf8")) as Tree;
const messages = (locale: Locale, namespace: string): Map<string, string> => new Map(flatten(read(locale, namespace)));

test("every message file is listed, in every language", () => {
  for (const locale of LOCALES)
    expect(fs.readdirSync(path.join(folder, locale)).sort(), locale).toEqual(NAMESPACES.map((namespace) => `${namespace}.json`).sort());
});

describe.each(NAMESPACES)("%s", (namespace) => {
  const reference = messages("en", namespace);

  test("has the same keys in every language, none empty", () => {
    for (const locale of LOCALES) {
      const own = messages(locale, namespace);
      expect([...own.keys()].sort(), locale).toEqual([...reference.keys()].sort());
      for (const [key, text] of own) expect(text.trim(), `${locale} ${key}`).not.toBe("");
    }
  });

  test("takes the same parameters in every language", () => {
    for (const locale of LOCALES)
      for (const [key, text] of messages(locale, namespace))
        expect(icuParameters(text), `${locale} ${key}`).toEqual(icuParameters(reference.get(key) ?? ""));
  });

  test("keeps numbers together with a hyphenated word, since lines may break after a hyphen", () => {
    for (const locale of LOCALES)
      for (const [key, text] of messages(locale, namespace)) expect(text, `${locale} ${key}`).not.toMatch(/(?<![\p{L}\d])(?:#|\d+)-\p{L}/u);
  });

  test("keeps French punctuation together with its word", () => {
    for (const [key, text] of messages("fr", namespace)) expect(text, key).not.toMatch(/« | [;?!»]|[\p{L}\p{N}}»>)\]] :(?![:\w])/u);
  });

  test("keeps numbers together with their unit", () => {
    for (const locale of LOCALES)
      for (const [key, text] of messages(locale, namespace))
        expect(text, `${locale} ${key}`).not.toMatch(/[#}\d] (?:h|min|Min\.|Std\.|u|ms|s|g|%)(?![\p{L}\p{N}'’])/u);
  });

  test.each(LOCALES)("can be formatted in %s", (locale) => {
    const faults: string[] = [];
    const translate = createTranslator({
      locale,
      messages: { [namespace]: read(locale, namespace) },
      timeZone: "UTC",
      onError: (error) => faults.push(error.message),
    }) as unknown as { rich: (key: string, values: Record<string, unknown>) => unknown };
    for (const [key, text] of messages(locale, namespace)) {
      const names = icuParameters(text);
      const tags = new Set([...text.matchAll(/<(\w+)>/g)].map((match) => match[1]));
      const dates = new Set([...text.matchAll(/\{\s*(\w+)\s*,\s*(?:date|time)/g)].map((match) => match[1]));
      const value = (name: string): unknown => (tags.has(name) ? (chunks: unknown) => chunks : dates.has(name) ? new Date(0) : 2);
      translate.rich(`${namespace}.${key}`, Object.fromEntries(names.map((name) => [name, value(name)])));
    }
    expect(faults).toEqual([]);
  });
});

/** Source files of the product, without tests. */
const sources = ["app", "components", "lib", "worker"]
  .flatMap((part) =>
    fs.readdirSync(path.join(root, part), { recursive: true, encoding: "utf8" }).map((file) => path.join(root, part, file)),
  )
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.includes("prisma-client"))
  .map((file) => ({ file: path.relative(root, file), text: fs.readFileSync(file, "utf8") }));

const known = new Map<string, Set<string>>(
  NAMESPACES.map((namespace) => [namespace, new Set(messages("en", namespace).keys())] as [string, Set<string>]),
);

interface Use {
  file: string;
  namespace: string;
  /** A complete key, or the fixed prefix of a composed one. */
  key: string;
  whole: boolean;
}

/** Every page title, and every `t("…")` and t(`…${…}`) whose translator was created in the same declaration with a fixed namespace. */
function findUses({ file, text }: { file: string; text: string }): Use[] {
  const translators = [
    ...text.matchAll(/const (\w+) = (?:await )?(?:anyKey\(await |anyKey\()?(?:useTranslations|getTranslations)\("([\w.]+)"\)/g),
  ];
  const titles = [...text.matchAll(/pageTitle\("(\w+)\.?([\w.]*)", "([\w.]+)"/g)].map(([, namespace = "", section, key = ""]) => ({
    file,
    namespace,
    key: section ? `${section}.${key}` : key,
    whole: true,
  }));
  const calls = translators.flatMap(([, name = "", place = ""]) => {
    const [namespace = "", ...rest] = place.split(".");
    const prefix = rest.map((part) => `${part}.`).join("");
    // If a translator's name is used for several namespaces, the text alone is ambiguous.
    if (translators.some(([, other, elsewhere]) => other === name && elsewhere !== place)) return [];
    const found = text.matchAll(new RegExp(`\\b${name}\\)?(?:\\.rich|\\.raw|\\.markup)?\\(\\s*(?:"([^"]+)"|\`([^\`$]*)(\\$\\{)?)`, "g"));
    return [...found].map(([, literal, start, open]) => ({
      file,
      namespace,
      key: prefix + (literal ?? start ?? ""),
      whole: literal !== undefined || open === undefined,
    }));
  });
  return [...titles, ...calls];
}

/** The top-level declarations of a file; within each, a name refers to one translator. */
const declarationsOf = ({ file, text }: { file: string; text: string }) =>
  text.split(/^(?=(?:export |async |function |const ))/m).map((part) => ({ file, text: part }));

const uses = sources.flatMap(declarationsOf).flatMap(findUses);

test("no page appends its own colon, since French puts a space before it", () => {
  const own = /[\w)]\}: ?[<{]|[\w)]\}:\{" "\}|`: \$\{/;
  expect(sources.filter(({ file, text }) => file.endsWith(".tsx") && own.test(text)).map(({ file }) => file)).toEqual([]);
});

/** Namespaces whose keys are composed from codes; the tests of the codes ensure completeness. */
const BY_CODE = new Set(["states", "causes", "errors", "fixes", "credentials", "exports"]);

test("no message is unused", () => {
  const unused: string[] = [];
  for (const [namespace, keys] of known) {
    if (BY_CODE.has(namespace)) continue;
    const own = uses.filter((use) => use.namespace === namespace);
    for (const key of keys) {
      const asked = own.some((use) => (use.whole ? use.key === key : key.startsWith(use.key)));
      // Used through a translator passed as an argument, or by a key in a table: the key's last part occurs as a word in a source file.
      const last = key.split(".").at(-1) ?? key;
      if (!asked && !sources.some(({ text }) => text.includes(`"${last}"`) || text.includes(`"${key}"`) || text.includes(`.${last}"`)))
        unused.push(`${namespace}.${key}`);
    }
  }
  expect(unused).toEqual([]);
});
