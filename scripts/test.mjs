// `npm test`: the complete test run from a fresh clone. The last line is `N passed, N failed`. Uses its own PostgreSQL and data, separate
// from `npm start`.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { bootstrap } from "./dev/bootstrap.mjs";
import { ownEnvironment } from "./dev/own-environment.mjs";
import { whenParentEnds } from "./dev/parent.mjs";
import { takeLock } from "./dev/process-lock.mjs";
import { Sentence, step, stopWith } from "./dev/progress.mjs";
import { bin, STATIC_CHECKS } from "./dev/static-checks.mjs";
import { addTallies, formatTally, tallyOfPlaywright, tallyOfStep, tallyOfVitest } from "./dev/tally.mjs";
import { root } from "./dev/typescript.mjs";

const DATA = path.join(root, ".data/test");
const REPORTS = path.join(DATA, "reports");
/** Output of the suite that runs in the background, printed after the others. */
const BACKGROUND = path.join(REPORTS, "background.log");
const ADVISORIES = path.join(root, "scripts/dev/check-advisories.mjs");

const running = new Set();

/** Runs a program of the project. `log`: descriptor of a file for its output; defaults to this terminal. */
function run(file, args, env, log = "inherit") {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [file, ...args], { cwd: root, env, stdio: ["ignore", log, log] });
    running.add(child);
    // A suite in the background must not disturb suites that measure response times.
    if (child.pid && log !== "inherit") os.setPriority(child.pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
    child.once("error", () => resolve(1));
    child.once("close", (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
}

/** @returns {Record<string, { name: string, run: (env: NodeJS.ProcessEnv, log?: number) => Promise<import("./dev/tally.mjs").Tally> }>} in display order */
function listSuites() {
  const vitest = async (project, env, log) => {
    const report = path.join(REPORTS, `${project}.json`);
    const args = ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, "--passWithNoTests"];
    return tallyOfVitest(report, await run(bin("vitest/vitest.mjs"), args, env, log));
  };
  return {
    lint: {
      name: "Format, lint and structure",
      run: async (env) => {
        const biome = [bin("@biomejs/biome/bin/biome"), "ci", ...(process.stdout.isTTY ? [] : ["--colors=off"]), "."];
        let passed = true;
        for (const [file, ...args] of [biome, ...STATIC_CHECKS, [ADVISORIES]]) if ((await run(file, args, env)) !== 0) passed = false;
        return tallyOfStep(passed);
      },
    },
    types: {
      name: "Types",
      // Route types first, since links are checked against them.
      run: async (env) =>
        tallyOfStep(
          (await run(bin("next/dist/bin/next"), ["typegen"], env)) === 0 && (await run(bin("typescript/bin/tsc"), ["--noEmit"], env)) === 0,
        ),
    },
    unit: { name: "Unit tests", run: (env) => vitest("unit", env) },
    database: { name: "Database tests", run: (env, log) => vitest("database", env, log) },
    lab: { name: "Tests against real web servers", run: (env) => vitest("lab", env) },
    build: {
      name: "Build",
      run: async () => {
        const { build } = await import("./dev/build.mjs");
        const fail = (error) => {
          console.log(error.message);
          return false;
        };
        return tallyOfStep(await build().then(() => true, fail));
      },
    },
    browser: {
      name: "Browser tests",
      run: async (env) => {
        const report = path.join(REPORTS, "browser.json");
        const code = await run(bin("@playwright/test/cli.js"), ["test"], { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report });
        return tallyOfPlaywright(report, code);
      },
    },
  };
}

/** Installs programs that npm does not provide. Without one, its tests fail or are skipped. */
async function installTools(env) {
  const { findChromium } = await import("./dev/chromium.mjs");
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
    throw new Sentence(`npm test is already running in this folder (process ${lock.holder.owner.pid}): wait for it, or stop it.`);
  const stop = (code) => {
    for (const child of running) child.kill("SIGTERM");
    printBackground();
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
    const suites = listSuites();
    const results = new Map();
    const take = async (suite, log) => {
      const before = performance.now();
      const tally = await suite.run(env, log);
      results.set(suite, { name: suite.name, seconds: (performance.now() - before) / 1000, ...tally });
    };
    const inTurn = async (...ones) => {
      for (const suite of ones) {
        console.log(`\n── ${suite.name} ──`);
        await take(suite);
      }
    };
    const { lint, types, unit, database, lab, build, browser } = suites;
    await inTurn(lint, types);
    // Unit and lab tests mostly wait, database tests use the CPU: docs/decisions/0011-side-by-side.md.
    console.log(`\n${database.name} run in parallel; their output follows at the end.`);
    const log = fs.openSync(BACKGROUND, "w");
    fs.writeSync(log, `── ${database.name} ──\n`);
    await Promise.all([inTurn(unit, lab, build), take(database, log)]).finally(printBackground);
    await inTurn(browser);
    return conclude(
      Object.values(suites).map((suite) => results.get(suite)),
      (performance.now() - started) / 1000,
    );
  } finally {
    lock.release();
  }
}

function printBackground() {
  if (!fs.existsSync(BACKGROUND)) return;
  process.stdout.write(`\n${fs.readFileSync(BACKGROUND, "utf8")}`);
  fs.rmSync(BACKGROUND);
}

/** Prints a table and, as the last line, the totals for programs. */
function conclude(results, seconds) {
  console.log(`\n── Result after ${Math.round(seconds)} s ──`);
  for (const { name, seconds: took, ...tally } of results)
    console.log(`  ${name.padEnd(34)} ${formatTally(tally).padEnd(48)} ${took.toFixed(1).padStart(6)} s`);
  const all = addTallies(results);
  console.log(`\n${formatTally(all)}`);
  return all.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  stopWith(error);
  console.log("\n0 passed, 1 failed");
}
