// `npm run verify`: format, lint, structure, types and unit tests, in about three minutes. Run it before each commit. `-- --clocks` runs the unit
// tests at five other moments instead; words after it name files, as for vitest.
import { spawn, spawnSync } from "node:child_process";
import { bootstrap } from "./dev/bootstrap.mjs";
import { listClocks } from "./dev/clocks.mjs";
import { Sentence, stopWith } from "./dev/progress.mjs";
import { bin, STATIC_CHECKS } from "./dev/static-checks.mjs";
import { root } from "./dev/typescript.mjs";

const VITEST = ["run", "--project", "unit"];
const STEPS = [
  [bin("@biomejs/biome/bin/biome"), "check", "."],
  ...STATIC_CHECKS,
  [bin("next/dist/bin/next"), "typegen"],
  [bin("typescript/bin/tsc"), "--noEmit"],
  [bin("vitest/vitest.mjs"), ...VITEST],
];

const run = (file, args, env = process.env) =>
  new Promise((resolve) => {
    spawn(file, args, { cwd: root, env, stdio: "inherit" }).once("exit", (code) => resolve(code ?? 1));
  });

/** @returns how many steps failed */
async function verify() {
  let failed = 0;
  for (const args of STEPS) if ((await run(process.execPath, args)) !== 0) failed += 1;
  return failed;
}

/** Clocks of files and of timers stay real: tests wait for them. @returns at how many moments tests failed */
async function verifyAtOtherMoments(files) {
  if (spawnSync("faketime", ["--version"]).error)
    throw new Sentence("faketime is not installed, which sets another date for a program: apt-get install faketime");
  const failed = [];
  for (const { name, at } of listClocks(new Date())) {
    console.log(`\n── ${name}: ${at.toISOString()} ──`);
    const seconds = Math.round((at.getTime() - Date.now()) / 1000);
    const args = ["-m", "--exclude-monotonic", "-f", `+${seconds}s`, process.execPath, bin("vitest/vitest.mjs"), ...VITEST, ...files];
    if ((await run("faketime", args, { ...process.env, NO_FAKE_STAT: "1" })) !== 0) failed.push(name);
  }
  console.log(failed.length === 0 ? "\nThe unit tests hold at every moment." : `\nUnit tests fail at: ${failed.join(", ")}`);
  return failed.length;
}

try {
  await bootstrap();
  const [option, ...files] = process.argv.slice(2);
  if (option !== undefined && option !== "--clocks") throw new Sentence(`Unknown option ${option}: npm run verify takes --clocks.`);
  process.exitCode = (await (option === "--clocks" ? verifyAtOtherMoments(files) : verify())) === 0 ? 0 : 1;
} catch (error) {
  stopWith(error);
}
