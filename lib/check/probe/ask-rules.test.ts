import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ASK_REASONS, ASK_RULES, reasonOf } from "@/lib/check/probe/ask-rules";
import { LOCALES } from "@/lib/i18n/locales";

const folder = import.meta.dirname;
const sources = new Map(
  (fs.readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "ask-rules.ts")
    .map((name) => [name.replace(/\.ts$/, ""), fs.readFileSync(path.join(folder, name), "utf8").split("\n")]),
);

/** Ignores literals in comparisons, and a Shopify scope that is named like a rule. */
const asksBy = (line: string, code: string): boolean =>
  line.replaceAll(/[!=]== "\w+"/g, "").includes(`"${code}"`) && !line.includes("missing_scope");

/** Lines of a function, from its declaration to the brace that closes it. */
function bodyOf(lines: readonly string[], name: string): { from: number; to: number } | null {
  const declaration = new RegExp(`^ *(?:export |private |async |function |function\\* |const |readonly |\\*)*${name}(?:<.*)?(?: =|\\()`);
  const from = lines.findIndex((line) => declaration.test(line) && !line.endsWith(";"));
  if (from < 0) return null;
  const indent = " ".repeat((lines[from] ?? "").search(/\S/));
  const end = lines.findIndex((line, index) => index > from && line.startsWith(`${indent}}`));
  return { from, to: end < 0 ? lines.length : end };
}

describe("every rule names the one function that uses it", () => {
  it.each(Object.entries(ASK_RULES))("%s", (code, { askedBy }) => {
    const [file = "", name = ""] = askedBy.split("#");
    const body = bodyOf(sources.get(file) ?? [], name);
    expect(body, `${askedBy} does not exist`).not.toBeNull();
    const places = [...sources].flatMap(([source, lines]) =>
      lines.flatMap((line, index) => (asksBy(line, code) ? [{ source, index }] : [])),
    );
    expect(places, "no request is asked by it").not.toEqual([]);
    const elsewhere = places.filter(({ source, index }) => source !== file || index < (body?.from ?? 0) || index > (body?.to ?? 0));
    expect(elsewhere).toEqual([]);
  });
});

it("knows no reason of an unknown code", () => {
  for (const [code, { reason }] of Object.entries(ASK_RULES)) expect(reasonOf(code)).toBe(reason);
  expect(reasonOf("something_else")).toBeNull();
});

it.each(LOCALES)("every request is explained in %s: what it shows, and why it was sent", (locale) => {
  const messages = JSON.parse(fs.readFileSync(`lib/i18n/messages/${locale}/checks.json`, "utf8"));
  expect(Object.keys(messages.requests.reason).sort()).toEqual([...ASK_REASONS].sort());
  const because = new Set(Object.values(ASK_RULES).map((rule) => rule.because));
  expect(Object.keys(messages.requests.because).sort()).toEqual([...because].sort());
});
