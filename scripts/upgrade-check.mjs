// `npm run upgrade:check`, or `-- --from COMMIT`: the database of an earlier version with its demo's data, migrated by this one. Nothing may be lost, and
// both versions must work on it, as they do while one replaces the other. The earlier version makes its data itself, so that nothing has to be kept.
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { capture } from "./dev/bootstrap.mjs";
import { ownEnvironment } from "./dev/own-environment.mjs";
import { findFreePorts } from "./dev/ports.mjs";
import { runtimeUrlOf, startPostgres } from "./dev/postgres.mjs";
import { Sentence, step, stopWith } from "./dev/progress.mjs";
import { root, typescriptArguments, typescriptEnvironment } from "./dev/typescript.mjs";

const STARTS_WITHIN_MS = 60_000;
const place = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-upgrade-"));
fs.chmodSync(place, 0o755);
const earlier = path.join(place, "earlier");
const git = (...args) => execFileSync("git", ["-C", root, ...args], { encoding: "utf8", maxBuffer: 1e9 }).trim();

/** The newest release; before there is one, the commit before the newest migration. */
function previous() {
  const [tag] = git("tag", "--list", "v*", "--sort=-version:refname").split("\n");
  return tag || git("log", "-1", "--format=%H^", "--", "prisma/migrations");
}

const { values } = parseArgs({ options: { from: { type: "string" } } });
const from = values.from ?? previous();

/** The arguments of a TypeScript file of this or of the earlier version. */
const argumentsOf = (folder, file, args = []) =>
  typescriptArguments(file, args).map((one) => (one.endsWith("loader.mjs") ? one : one.replace(root, folder)));
const environmentOf = (folder, env) => ({ ...env, ...typescriptEnvironment, TSX_TSCONFIG_PATH: path.join(folder, "tsconfig.json") });

async function must(folder, file, args, env) {
  const child = spawn(process.execPath, argumentsOf(folder, file, args), {
    cwd: folder,
    env: environmentOf(folder, env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Sentence(`${output.split("\n").slice(-20).join("\n")}\n${file} of ${folder} ended with ${code}.`);
}

async function unpack() {
  fs.mkdirSync(earlier);
  execFileSync("sh", ["-c", 'git -C "$1" archive "$2" | tar -x -C "$3"', "sh", root, from, earlier]);
  fs.symlinkSync(path.join(root, "node_modules"), path.join(earlier, "node_modules"));
  const prisma = path.join(root, "node_modules/prisma/build/index.js");
  const { code, output } = await capture(
    process.execPath,
    [prisma, "generate", "--config", path.join(earlier, "prisma.config.ts")],
    process.env,
  );
  if (code !== 0) throw new Sentence(output);
  return git("log", "-1", "--format=%h %s", from);
}

async function countRows(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: tables } = await client.query(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
  );
  const counts = new Map();
  for (const { name } of tables) counts.set(name, Number((await client.query(`select count(*) from "${name}"`)).rows[0].count));
  await client.end();
  return counts;
}

/** A worker of that version takes jobs on the database. */
async function assertWorks(folder, env) {
  const child = spawn(process.execPath, argumentsOf(folder, "worker/main.ts"), {
    cwd: folder,
    env: environmentOf(folder, env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  try {
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Sentence(`${output}\nThe worker of ${folder} did not start in time.`)), STARTS_WITHIN_MS);
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk) => {
          output += chunk;
          if (!output.includes("worker ready")) return;
          clearTimeout(late);
          resolve();
        });
      child.once("close", (code) => reject(new Sentence(`${output}\nThe worker of ${folder} ended with ${code}.`)));
    });
    // What it reads and writes at once: due syncs, probes, notifications.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const errors = output.split("\n").filter((line) => /column .* does not exist|relation .* does not exist|violates/.test(line));
    if (errors.length > 0) throw new Sentence(`${errors.join("\n")}\nThe worker of ${folder} does not work on the migrated database.`);
  } finally {
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGTERM");
    await ended;
  }
}

let postgres;
try {
  const about = await step("Unpacking the earlier version", unpack);
  const dataDir = path.join(place, "postgres");
  fs.chmodSync(place, 0o777);
  postgres = await step("Starting PostgreSQL", () => startPostgres({ root, dataDir }));
  const env = {
    ...ownEnvironment(),
    ...{ NODE_ENV: "production", MIGRATE_DATABASE_URL: postgres.url, DATABASE_URL: runtimeUrlOf(postgres.url, dataDir) },
    ...{
      DEMO_FOLDER: path.join(place, "demo"),
      DEMO_PORT_BASE: String(await findFreePorts(30, ["127.0.0.1"])),
      MAIL_CAPTURE: "true",
      DEMO_PASSWORD: randomBytes(18).toString("base64url"),
    },
    ...{ NEXTAUTH_URL: "http://127.0.0.1:3000", NEXTAUTH_SECRET: randomBytes(32).toString("base64url") },
    CREDENTIALS_KEYS: `upgrade:${randomBytes(32).toString("base64")}`,
  };
  await step("Making the earlier version's database with its demo", () => must(earlier, "scripts/dev/prepare.ts", ["--demo"], env));
  const before = await countRows(postgres.url);
  await step("Migrating to this version", () => must(root, "scripts/migrate.ts", [], env));
  const after = await countRows(postgres.url);
  const lost = [...before].filter(([name, count]) => !name.startsWith("_") && (after.get(name) ?? 0) < count);
  if (lost.length > 0)
    throw new Sentence(`Rows were lost: ${lost.map(([name, count]) => `${name} ${count} → ${after.get(name) ?? "gone"}`).join(", ")}.`);
  await step("Working with both versions on it", async () => {
    await assertWorks(earlier, env);
    await assertWorks(root, env);
  });
  const rows = [...before.values()].reduce((sum, count) => sum + count, 0);
  process.stdout.write(`\n  ${rows} rows in ${before.size} tables survived the upgrade from ${about}.\n`);
} catch (error) {
  stopWith(error);
} finally {
  await postgres?.stop();
  fs.rmSync(place, { recursive: true, force: true });
}
