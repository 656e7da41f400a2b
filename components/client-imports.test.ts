import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.join(import.meta.dirname, "..");

/** Libraries that no page may load initially: they belong on the server or behind `import()`. */
const EXCLUDED = ["zod", "sonner", "radix-ui", "cmdk", "d3-scale", "tldts"];
/** Files loaded on demand, which may import these libraries. */
const ON_DEMAND = ["components/ui/dropdown-menu.tsx", "components/ui/notices.tsx", "components/shell/palette/command-palette.tsx"];

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
function findChain(start: string): string[] | null {
  const seen = new Set([start]);
  const chains = [[start]];
  for (let chain = chains.shift(); chain; chain = chains.shift()) {
    const text = read(chain.at(-1) ?? start);
    // Code behind a server action stays on the server.
    if (/^["']use server/.test(text)) continue;
    for (const name of importsOf(text)) {
      if (EXCLUDED.includes(name)) return [...chain, name];
      const file = fileOf(name);
      if (!file || seen.has(file)) continue;
      seen.add(file);
      chains.push([...chain, file]);
    }
  }
  return null;
}

test("no client component loads a heavy library with the initial scripts of a page", () => {
  const components = ["app", "components"]
    .flatMap((part) => fs.readdirSync(path.join(root, part), { recursive: true, encoding: "utf8" }).map((file) => path.join(part, file)))
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file) && /^["']use client/.test(read(file)));
  expect(components.length).toBeGreaterThan(50);
  const onDemand = new Set(ON_DEMAND);
  const lazyLoaded = new Set(
    components.flatMap((file) => [...read(file).matchAll(/import\("@\/([^"]+)"\)/g)].map(([, name = ""]) => fileOf(`@/${name}`) ?? name)),
  );
  const chains = components
    .filter((file) => !onDemand.has(file) && !lazyLoaded.has(file))
    .flatMap((file) => findChain(file)?.join(" > ") ?? []);
  expect(chains).toEqual([]);
});
