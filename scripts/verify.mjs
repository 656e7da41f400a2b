// `npm run verify`: format, lint, structure, types and unit tests, in about three minutes. Run it before each commit.
import { spawn } from "node:child_process";
import path from "node:path";
import { bootstrap } from "./dev/bootstrap.mjs";
import { stopWith } from "./dev/progress.mjs";
import { STATIC_CHECKS } from "./dev/static-checks.mjs";
import { root } from "./dev/typescript.mjs";

const bin = (name) => path.join(root, "node_modules", name);
const STEPS = [
  [bin("@biomejs/biome/bin/biome"), "check", "."],
  ...STATIC_CHECKS,
  [bin("next/dist/bin/next"), "typegen"],
  [bin("typescript/bin/tsc"), "--noEmit"],
  [bin("vitest/vitest.mjs"), "run", "--project", "unit"],
];

const run = (args) =>
  new Promise((resolve) => {
    spawn(process.execPath, args, { cwd: root, stdio: "inherit" }).once("exit", (code) => resolve(code ?? 1));
  });

try {
  await bootstrap();
  let failed = 0;
  for (const args of STEPS) if ((await run(args)) !== 0) failed += 1;
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  stopWith(error);
}
