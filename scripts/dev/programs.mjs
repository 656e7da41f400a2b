// Temporary servers and processes for the release, upgrade and restore checks.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { capture } from "./bootstrap.mjs";
import { ownEnvironment } from "./own-environment.mjs";
import { findFreePorts } from "./ports.mjs";
import { runtimeUrlOf, startPostgres } from "./postgres.mjs";
import { Sentence, stopWith } from "./progress.mjs";
import { ownNode, root } from "./typescript.mjs";

const ANSWERS_WITHIN_MS = 60_000;

/**
 * Runs `work` in its own folder and reports why it failed; finally stops its PostgreSQL servers and deletes the folder.
 * @param {(folder: { place: string, startServer: (name: string, settings?: string[]) => Promise<object> }) => Promise<void>} work
 */
export async function inOwnFolder(name, work) {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), `mooring-${name}-`));
  // If root starts PostgreSQL, it runs as another user.
  fs.chmodSync(place, 0o755);
  const servers = [];
  try {
    await work({
      place,
      async startServer(folder, settings = []) {
        const dataDir = path.join(place, folder);
        // Needs no protection against power loss, but may recover from an archive.
        const server = await startPostgres({ root, dataDir, settings: ["fsync=off", ...settings] });
        servers.push(server);
        return { ...server, runtimeUrl: runtimeUrlOf(server.url, dataDir) };
      },
    });
  } catch (error) {
    stopWith(error);
  } finally {
    for (const server of servers) await server.stop();
    fs.rmSync(place, { recursive: true, force: true });
  }
}

/** Environment of the product on a server of this folder. */
export const settingsOf = ({ url, runtimeUrl }) => ({
  ...ownEnvironment(),
  NODE_ENV: "production",
  NEXTAUTH_URL: "http://127.0.0.1:3000",
  MIGRATE_DATABASE_URL: url,
  DATABASE_URL: runtimeUrl,
  NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
  CREDENTIALS_KEYS: `check:${randomBytes(32).toString("base64")}`,
});

/** Additional environment for seeding a demo. */
export const demoSettingsOf = async (place) => ({
  DEMO_FOLDER: path.join(place, "demo"),
  DEMO_PORT_BASE: String(await findFreePorts(30, ["127.0.0.1"])),
  DEMO_PASSWORD: randomBytes(18).toString("base64url"),
  MAIL_CAPTURE: "true",
});

/** Runs a program until it exits. @returns its output */
export async function must(file, args, env = process.env) {
  const { code, output } = await capture(file, args, env);
  if (code !== 0) throw new Sentence(`${output.trimEnd().split("\n").slice(-30).join("\n")}\n\n${path.basename(file)} failed (above).`);
  return output;
}

/** Starts the project's Node with `args`. */
export function start(args, { input = "", ...options }) {
  const child = spawn(ownNode(), args, { cwd: root, ...options, stdio: ["pipe", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  child.stdin.end(input);
  const ended = new Promise((resolve) => child.once("close", resolve));
  return { child, ended, output: () => output };
}

/** Starts Node with `args` and waits until it exits. */
export async function finish(args, options) {
  const { ended, output } = start(args, options);
  const code = await ended;
  if (code !== 0) throw new Sentence(`${output().split("\n").slice(-30).join("\n")}\n${args.join(" ")} ended with ${code}.`);
}

/** Waits until `running` responds with this status and a matching text. @returns the text */
export async function expectAnswer(url, status, running, pattern = /(?:)/) {
  let last = "nothing";
  for (const until = Date.now() + ANSWERS_WITHIN_MS; Date.now() < until && running.child.exitCode === null; await delay(100)) {
    const answer = await fetch(url, { redirect: "manual" }).catch(() => null);
    const text = (await answer?.text()) ?? "";
    if (answer?.status === status && pattern.test(text)) return text;
    last = `${answer?.status ?? "no answer"} ${text.slice(0, 200)}`;
  }
  throw new Sentence(`${running.output()}\n${url} did not answer ${status}, but ${last}.`);
}

export async function query(url, sql, values) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** @returns the number of rows of each table, by qualified name */
export async function countRows(url, schemas) {
  const tables = await query(
    url,
    `select relnamespace::regnamespace || '.' || quote_ident(relname) as name from pg_class
     where relnamespace = any($1::regnamespace[]) and relkind in ('r', 'p') order by 1`,
    [schemas],
  );
  const [counts] = await query(url, `select ${tables.map(({ name }) => `(select count(*) from ${name}) as "${name}"`).join(", ")}`);
  return new Map(Object.entries(counts).map(([name, count]) => [name, Number(count)]));
}
