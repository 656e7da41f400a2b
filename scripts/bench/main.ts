import { execFileSync } from "node:child_process";
import { withDatabase } from "@/scripts/bench/database";
import { ownNode, root, typescriptArguments } from "@/scripts/dev/typescript.mjs";

// `npm run bench -- checks` measures only that part and keeps the figures of the others.

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  checks: async () => (await import("@/scripts/bench/checks")).benchChecks(),
  stored: () => withDatabase(async (database) => (await import("@/scripts/bench/stored-checks")).benchStoredChecks(database)),
  sync: () => withDatabase(async (database) => (await import("@/scripts/bench/sync")).benchSync(database)),
};
const names = Object.keys(PARTS);
const asked = process.argv.slice(2);
if (!asked.every((name) => names.includes(name))) throw new Error(`Name parts of ${names.join(", ")}.`);
const [first, ...others] = asked.length > 0 ? asked : names;

if (first && others.length === 0) {
  await PARTS[first]?.();
  process.exit(0);
}
// Each part has its own process: product code reads the environment once, and each part uses its own database.
for (const part of [first, ...others])
  execFileSync(ownNode(), [...typescriptArguments("scripts/bench/main.ts"), `${part}`], { cwd: root, stdio: "inherit" });
