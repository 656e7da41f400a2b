// `npm test`: everything, from a fresh clone on, ended by the line `N passed, N failed`. Its PostgreSQL and its data are not those of
// `npm start`.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { bootstrap } from "./bootstrap.mjs";
import { ownEnvironment } from "./own-environment.mjs";
import { whenParentEnds } from "./parent.mjs";
import { takeLock } from "./process-lock.mjs";
import { Sentence, step, stopWith } from "./progress.mjs";
import { addTallies, tallyOfPlaywright, tallyOfStep, tallyOfVitest, tell } from "./tally.mjs";
import { root } from "./typescript.mjs";

const DATA = path.join(root, ".data/test");
const REPORTS = path.join(DATA, "reports");
const bin = (name) => path.join(root, "node_modules", name);

/** Runs a program of the project with its output on this terminal. */
function run(file, args, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [file, ...args], { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    running.add(child);
    child.once("error", () => resolve(1));
    child.once("exit", (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
}

const running = new Set();

/** @returns {{ name: string, run: (env: NodeJS.ProcessEnv) => Promise<import("./tally.mjs").Tally> }[]} */
function listSuites() {
  const vitest = async (project, env) => {
    const report = path.join(REPORTS, `${project}.json`);
    const args = ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, "--passWithNoTests"];
    return tallyOfVitest(report, await run(bin("vitest/vitest.mjs"), args, env));
  };
  return [
    {
      name: "Format and lint",
      run: async (env) =>
        tallyOfStep(
          (await run(bin("@biomejs/biome/bin/biome"), ["ci", ...(process.stdout.isTTY ? [] : ["--colors=off"]), "."], env)) === 0,
        ),
    },
    { name: "Types", run: async (env) => tallyOfStep((await run(bin("typescript/bin/tsc"), ["--noEmit"], env)) === 0) },
    { name: "Unit tests", run: (env) => vitest("unit", env) },
    { name: "Database tests", run: (env) => vitest("database", env) },
    { name: "Tests against real web servers", run: (env) => vitest("lab", env) },
    {
      name: "Build",
      run: async () => {
        const { build } = await import("./build.mjs");
        return tallyOfStep(await build().then(() => true, say));
      },
    },
    {
      name: "Browser tests",
      run: async (env) => {
        const report = path.join(REPORTS, "browser.json");
        const code = await run(bin("@playwright/test/cli.js"), ["test"], { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report });
        return tallyOfPlaywright(report, code);
      },
    },
  ];
}

const say = (error) => {
  console.error(error.message);
  return false;
};

/** Programs that the tests need and npm does not bring. What is missing makes its tests fail or say that they were skipped. */
async function installTools(env) {
  const { findChromium } = await import("./chromium.mjs");
  const browser = await step("Finding Chromium", findChromium);
  const lab = path.join(root, "e2e/lab/install.mjs");
  if (fs.existsSync(lab)) await run(lab, ["--wordpress"], env);
  return { ...env, ...browser.env, CHROMIUM_PATH: browser.executablePath };
}

async function main() {
  const started = performance.now();
  await bootstrap();
  const lock = await takeLock(path.join(DATA, "running.json"));
  if ("holder" in lock)
    throw new Sentence(`npm test runs already in this folder (process ${lock.holder.owner.pid}): wait for it, or end it.`);
  const stop = (code) => {
    for (const child of running) child.kill("SIGTERM");
    lock.release();
    process.exit(code);
  };
  process.on("SIGINT", () => stop(130));
  process.on("SIGTERM", () => stop(143));
  whenParentEnds(() => stop(129));
  fs.rmSync(REPORTS, { recursive: true, force: true });
  fs.mkdirSync(REPORTS, { recursive: true });
  try {
    const plain = process.stdout.isTTY ? {} : { NO_COLOR: "1" };
    const env = await installTools({ ...ownEnvironment(), CI: process.env.CI ?? "1", ...plain });
    const results = [];
    for (const suite of listSuites()) {
      console.log(`\n── ${suite.name} ──`);
      const before = performance.now();
      const tally = await suite.run(env);
      results.push({ name: suite.name, seconds: (performance.now() - before) / 1000, ...tally });
    }
    return conclude(results, (performance.now() - started) / 1000);
  } finally {
    lock.release();
  }
}

/** Prints a table and, last of all, the one line that programs read. */
function conclude(results, seconds) {
  console.log(`\n── Result after ${Math.round(seconds)} s ──`);
  for (const { name, seconds: took, ...tally } of results)
    console.log(`  ${name.padEnd(34)} ${tell(tally).padEnd(48)} ${took.toFixed(1).padStart(6)} s`);
  const all = addTallies(results);
  console.log(`\n${tell(all)}`);
  return all.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  stopWith(error);
  console.log("\n0 passed, 1 failed");
}
