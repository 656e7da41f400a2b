// `npm run upgrade:check`, or `-- --from COMMIT`: migrates an earlier version's database with its demo data. Nothing may be lost, and both
// versions must work on it, as during an upgrade. The earlier version creates the data, so that none must be stored.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { countRows, demoSettingsOf, finish, inOwnFolder, must, settingsOf, start } from "./dev/programs.mjs";
import { Sentence, step } from "./dev/progress.mjs";
import { root, typescriptArguments } from "./dev/typescript.mjs";

const STARTS_WITHIN_MS = 60_000;
const git = (...args) => execFileSync("git", ["-C", root, ...args], { encoding: "utf8", maxBuffer: 1e9 }).trim();

/** The newest release; before the first one, the commit before the newest migration, or that of the baseline if there is no other. */
function previous() {
  const [tag] = git("tag", "--list", "v*", "--sort=-version:refname").split("\n");
  if (tag) return tag;
  const hasOthers =
    fs.readdirSync(path.join(root, "prisma/migrations"), { withFileTypes: true }).filter((entry) => entry.isDirectory()).length > 1;
  return git("log", "-1", hasOthers ? "--format=%H^" : "--format=%H", "--", "prisma/migrations");
}

const { values } = parseArgs({ options: { from: { type: "string" } } });
const from = values.from ?? previous();

/** Arguments and options that start a TypeScript file of this or the earlier version. */
const startOf = (folder, file, args, env) => [
  typescriptArguments(file, args).map((one) => (one.endsWith("loader.mjs") ? one : one.replace(root, folder))),
  { cwd: folder, env: { ...env, TSX_TSCONFIG_PATH: path.join(folder, "tsconfig.json") } },
];

async function unpack(earlier) {
  fs.mkdirSync(earlier);
  execFileSync("sh", ["-c", 'git -C "$1" archive "$2" | tar -x -C "$3"', "sh", root, from, earlier]);
  fs.symlinkSync(path.join(root, "node_modules"), path.join(earlier, "node_modules"));
  const prisma = path.join(root, "node_modules/prisma/build/index.js");
  await must(process.execPath, [prisma, "generate", "--config", path.join(earlier, "prisma.config.ts")]);
  return git("log", "-1", "--format=%h %s", from);
}

/** Verifies that a worker of that version takes jobs from the database. */
async function assertWorks(folder, env) {
  const { child, ended, output } = start(...startOf(folder, "worker/main.ts", [], env));
  try {
    for (const until = Date.now() + STARTS_WITHIN_MS; !output().includes("worker ready"); await delay(100))
      if (Date.now() > until || child.exitCode !== null) throw new Sentence(`${output()}\nThe worker of ${folder} did not start.`);
    // Time for everything it accesses at startup: due syncs, probes, notifications.
    await delay(3_000);
    const errors = output()
      .split("\n")
      .filter((line) => /column .* does not exist|relation .* does not exist|violates/.test(line));
    if (errors.length > 0) throw new Sentence(`${errors.join("\n")}\nThe worker of ${folder} does not work on the migrated database.`);
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

await inOwnFolder("upgrade", async ({ place, startServer }) => {
  const earlier = path.join(place, "earlier");
  const about = await step("Unpacking the earlier version", () => unpack(earlier));
  const server = await step("Starting PostgreSQL", () => startServer("postgres"));
  const env = { ...settingsOf(server), ...(await demoSettingsOf(place)) };
  await step("Making the earlier version's database with its demo", () =>
    finish(...startOf(earlier, "scripts/dev/prepare.ts", ["--demo"], env)),
  );
  const before = await countRows(server.url, ["public"]);
  await step("Migrating to this version", () => finish(...startOf(root, "scripts/migrate.ts", [], env)));
  const after = await countRows(server.url, ["public"]);
  const lost = [...before].filter(([name, count]) => !name.startsWith("public._") && (after.get(name) ?? 0) < count);
  if (lost.length > 0)
    throw new Sentence(`Rows were lost: ${lost.map(([name, count]) => `${name} ${count} → ${after.get(name) ?? "gone"}`).join(", ")}.`);
  await step("Working with both versions on it", async () => {
    await assertWorks(earlier, env);
    await assertWorks(root, env);
  });
  const rows = [...before.values()].reduce((sum, count) => sum + count, 0);
  process.stdout.write(`\n  ${rows} rows in ${before.size} tables survived the upgrade from ${about}.\n`);
});
