import fs from "node:fs";
import path from "node:path";
import { twMerge } from "tailwind-merge";
import { expect, test } from "vitest";
import { cn } from "@/components/ui/class-names";

const root = path.join(import.meta.dirname, "../..");
const sources = ["app", "components"]
  .flatMap((part) => fs.readdirSync(path.join(root, part), { recursive: true, encoding: "utf8" }).map((file) => path.join(part, file)))
  .filter((file) => file.endsWith(".tsx"))
  .map((file) => ({ file, text: fs.readFileSync(path.join(root, file), "utf8") }));

/** Classes that conflict with a later class in the same list. */
function conflictsIn(classes: string): string[] {
  const all = classes.split(/\s+/).filter((name) => name !== "");
  const kept = new Set(twMerge(all.join(" ")).split(" "));
  return all.filter((name) => !kept.has(name));
}

const literals = (text: string): string[] => [...text.matchAll(/"([^"]*)"/g)].map(([, literal = ""]) => literal);

/** Source text of the arguments of the call whose opening parenthesis is at `start`. */
function argumentsAt(text: string, start: number): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = start + 1;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '"') quoted = !quoted;
    if (quoted) continue;
    if ("([{".includes(sign)) depth += 1;
    if (")]}".includes(sign)) depth -= 1;
    if (depth === 0 || (sign === "," && depth === 1)) {
      found.push(text.slice(from, at).trim());
      from = at + 1;
    }
    if (depth === 0) break;
  }
  return found;
}

interface Join {
  file: string;
  /** Classes that are always present. */
  fixed: string;
  /** Conditional classes, each combined with `fixed` alone. */
  alternatives: string[];
  /** The enclosing exported component if its caller may add classes. */
  component: string | null;
}

const joins: Join[] = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/\bcn\(/g)].map((match) => {
    const parts = argumentsAt(text, match.index + 2);
    const fixed = parts.filter((part) => part.startsWith('"'));
    const names = [...text.slice(0, match.index).matchAll(/^export function (\w+)/gm)];
    return {
      file,
      fixed: fixed.flatMap(literals).join(" "),
      alternatives: parts.filter((part) => !part.startsWith('"')).flatMap((part) => literals(part.replace(/[!=]==\s*"[^"]*"/g, ""))),
      component: parts.includes("className") ? (names.at(-1)?.[1] ?? null) : null,
    };
  }),
);

test("classes are joined in order, without disabled ones", () => {
  expect(cn("a b", false, ["c", undefined], null, "d")).toBe("a b c d");
});

test("no class conflicts with another of the same element, which only the style sheet's order would resolve", () => {
  expect(joins.length).toBeGreaterThan(40);
  const faults = joins.flatMap(({ file, fixed, alternatives }) =>
    ["", ...alternatives].flatMap((more) => conflictsIn(`${fixed} ${more}`).map((name) => `${file}: ${name}`)),
  );
  expect(faults).toEqual([]);
});

test("classes added by a caller conflict with none of the component's; replaceable ones use preset:", () => {
  const fixedOf = new Map(joins.flatMap(({ component, fixed }) => (component ? [[component, fixed] as const] : [])));
  expect(fixedOf.size).toBeGreaterThan(15);
  let uses = 0;
  const faults = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/<([A-Z]\w*)\b[^<]*?\bclassName="([^"]*)"/g)].flatMap(([, component = "", own = ""]) => {
      const fixed = fixedOf.get(component);
      if (fixed === undefined) return [];
      uses += 1;
      return conflictsIn(`${fixed} ${own}`).map((name) => `${file}: ${component} ${name}`);
    }),
  );
  expect(uses).toBeGreaterThan(30);
  expect(faults).toEqual([]);
});
