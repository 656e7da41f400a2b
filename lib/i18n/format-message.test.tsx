import fs from "node:fs";
import path from "node:path";
import { createElement, Fragment, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { createTranslator } from "use-intl/core";
import fullFormat from "use-intl/format-message";
import { expect, test } from "vitest";
import { compileMessages } from "@/lib/i18n/compile-messages";
import formatMessage from "@/lib/i18n/format-message";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { NAMESPACES } from "@/lib/i18n/namespaces";
import { icuParameters } from "@/lib/testing/icu-parameters";

type Tree = { [key: string]: Tree | string };

const formatters = {
  getDateTimeFormat: (...given: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...given),
  getNumberFormat: (...given: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...given),
  getPluralRules: (...given: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...given),
};

/** The text of both formatters for one message. */
function formatBoth(locale: Locale, text: string, values: Record<string, unknown>): [string, string] {
  const options = { cache: { message: {} }, formatters, locale, timeZone: "UTC" };
  const [message] = Object.values(compileMessages({ text }));
  const print = (node: unknown): string => renderToStaticMarkup(createElement(Fragment, null, node as ReactNode));
  return [
    print(fullFormat("text", text as never, values as never, options as never)),
    print(formatMessage("text", message as never, values as never, options as never)),
  ];
}

const flatten = (tree: Tree): string[] => Object.values(tree).flatMap((value) => (typeof value === "string" ? [value] : flatten(value)));

test.each(LOCALES)("says every message in %s as the full formatter does", (locale) => {
  for (const namespace of NAMESPACES) {
    const file = path.join(import.meta.dirname, `messages/${locale}/${namespace}.json`);
    for (const text of flatten(JSON.parse(fs.readFileSync(file, "utf8")) as Tree)) {
      const tags = new Set([...text.matchAll(/<(\w+)>/g)].map((match) => match[1]));
      const dates = new Set([...text.matchAll(/\{\s*(\w+)\s*,\s*(?:date|time)/g)].map((match) => match[1]));
      for (const number of [0, 1, 2, 1234.56]) {
        const value = (name: string): unknown =>
          tags.has(name) ? (chunks: ReactNode) => createElement("b", { key: name }, chunks) : dates.has(name) ? new Date(0) : number;
        const [full, compiled] = formatBoth(locale, text, Object.fromEntries(icuParameters(text).map((name) => [name, value(name)])));
        expect(compiled).toBe(full);
      }
    }
  }
});

test("puts elements given as values in their place, inside of tags too", () => {
  const time = createElement("time", { key: "t" }, "02:14");
  const b = (chunks: ReactNode) => createElement("b", { key: "b" }, chunks);
  for (const text of ["{when}", "Since {when}, <b>until {when}</b>: {count, plural, one {# look at {when}} other {# looks}}"]) {
    const [full, compiled] = formatBoth("en", text, { when: time, b, count: 1 });
    expect(compiled).toBe(full);
    expect(compiled).toContain("<time>02:14</time>");
  }
});

test("prints braces and angles that are meant as text, and refuses a message that was not compiled", () => {
  const [full, compiled] = formatBoth("en", "Put '{'x'}' and '<If>' there", {});
  expect(compiled).toBe(full);
  expect(() => formatMessage("a.b", "Since {when}" as never, {}, {} as never)).toThrow("a.b");
});

test("compiled messages are plain data, which React hands to the browser", () => {
  const prototypes = new Set<unknown>();
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (!Array.isArray(value)) prototypes.add(Object.getPrototypeOf(value));
    for (const part of Object.values(value)) walk(part);
  };
  walk(compileMessages({ a: { b: "{n, plural, one {# day} other {# days}}" } }));
  expect([...prototypes]).toEqual([Object.prototype]);
});

test("is what the translator of the pages calls by the name that next.config.mjs gives it", () => {
  const config = fs.readFileSync(path.join(import.meta.dirname, "../../next.config.mjs"), "utf8");
  expect(config).toContain('"use-intl/format-message": "./lib/i18n/format-message.ts"');
  expect(createTranslator({ locale: "en", messages: { a: "b" } })("a")).toBe("b");
});
