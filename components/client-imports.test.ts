import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.join(import.meta.dirname, "..");

/** Libraries that no page may load initially: they belong to the server or behind `import()`. */
const KEPT_OUT = ["zod", "sonner", "radix-ui", "cmdk", "d3-scale", "tldts"];
/** Files that are loaded on demand and may import these libraries. */
const ON_DEMAND = [
  "components/ui/dropdown-menu.tsx",
  "components/ui/notices.tsx",
  "components/shell/palette/command-palette.tsx",
  "components/shell/palette/palette-item.tsx",
];

const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
const isTypesOnly = (names: string): boolean => /^\{(\s*type [^,}]+,?)+\s*\}$/.test(names.trim());

/** Static value imports of a file. */
const importsOf = (text: string): string[] =>
  [...text.matchAll(/^(?:import|export)\s+(?!type\b)([^;]*?)from\s+"([^"]+)"/gms)]
    .filter(([, names = ""]) => !isTypesOnly(names))
    .map(([, , name = ""]) => name);

function fileOf(name: string): string | null {
  if (!name.startsWith("@/")) return null;
  return (
    [".ts", ".tsx", ""]
      .map((end) => name.slice(2) + end)
      .find((file) => fs.existsSync(path.join(root, file)) && !fs.statSync(path.join(root, file)).isDirectory()) ?? null
  );
}

/** The import chain from a client component to an excluded library; null without one. */
function findWay(start: string): string[] | null {
  const seen = new Set([start]);
  const ways = [[start]];
  for (let way = ways.shift(); way; way = ways.shift()) {
    const text = read(way.at(-1) ?? start);
    // Code behind a server action stays on the server.
    if (/^["']use server/.test(text)) continue;
    for (const name of importsOf(text)) {
      if (KEPT_OUT.includes(name)) return [...way, name];
      const file = fileOf(name);
      if (!file || seen.has(file)) continue;
      seen.add(file);
      ways.push([...way, file]);
    }
  }
  return null;
}

test("no component of the browser brings a heavy library with the first scripts of a page", () => {
  const components = ["app", "components"]
    .flatMap((part) => fs.readdirSync(path.join(root, part), { recursive: true, encoding: "utf8" }).map((file) => path.join(part, file)))
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file) && /^["']use client/.test(read(file)));
  expect(components.length).toBeGreaterThan(50);
  const onDemand = new Set(ON_DEMAND);
  const loadedLate = new Set(
    components.flatMap((file) => [...read(file).matchAll(/import\("@\/([^"]+)"\)/g)].map(([, name = ""]) => fileOf(`@/${name}`) ?? name)),
  );
  const ways = components
    .filter((file) => !onDemand.has(file) && !loadedLate.has(file))
    .flatMap((file) => findWay(file)?.join(" > ") ?? []);
  expect(ways).toEqual([]);
});
