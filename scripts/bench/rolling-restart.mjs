// `npm run bench:restart` after `npm run build:app`: what visitors see while processes are replaced, killed, and PostgreSQL restarts. Runs dist/ as
// docs/operations.md describes it: two web and two workers behind HAProxy (deploy/haproxy) and PgBouncer (deploy/pgbouncer), both of Debian.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ownEnvironment } from "../dev/own-environment.mjs";
import { findFreePort } from "../dev/ports.mjs";
import { runtimeUrlOf, startPostgres } from "../dev/postgres.mjs";
import { ownNode, root } from "../dev/typescript.mjs";

const USERS = 100;
/** Between two requests of one user. */
const PAUSE_MS = Number(process.env.PAUSE_MS ?? 4_000);
const dist = path.join(root, "dist");
const place = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-restart-"));
fs.chmodSync(place, 0o755);
const [front, web1, web2, bouncer, ...metrics] = await Promise.all(Array.from({ length: 9 }, () => findFreePort()));
const url = `http://127.0.0.1:${front}`;
const children = new Map();
const UNPRIVILEGED = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

function run(name, program, args, options = {}) {
  const log = fs.openSync(path.join(place, `${name}.log`), "a");
  const child = spawn(program, args, { stdio: ["ignore", log, log], ...options });
  children.set(name, child);
  return child;
}

const answers = (address) =>
  fetch(address, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
async function ready(port, withDatabase = true) {
  const address = `http://127.0.0.1:${port}/readyz${withDatabase ? "" : "?exclude=database"}`;
  for (const until = Date.now() + 60_000; !(await answers(address)); await delay(50))
    if (Date.now() > until) throw new Error(`${address} does not become ready: see ${place}`);
}

async function stop(name, signal) {
  const child = children.get(name);
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

const postgresOptions = { root, dataDir: path.join(place, "postgres"), port: await findFreePort() };
fs.chmodSync(place, 0o777);
let postgres = await startPostgres(postgresOptions);
const runtime = new URL(runtimeUrlOf(postgres.url, postgresOptions.dataDir));
const pooled = new URL(runtime);
pooled.port = String(bouncer);
const shipped = (file) => fs.readFileSync(path.join(root, "deploy", file), "utf8");
const write = (name, text) => {
  const file = path.join(place, name);
  fs.writeFileSync(file, text, { mode: 0o644 });
  return file;
};
const users = write("userlist.txt", `"${runtime.username}" "${runtime.password}"\n`);
const pgbouncer = write(
  "pgbouncer.ini",
  shipped("pgbouncer/pgbouncer.ini")
    .replace("host=postgres port=5432", `host=127.0.0.1 port=${runtime.port}`)
    .replace("listen_addr = 0.0.0.0", "listen_addr = 127.0.0.1\nunix_socket_dir =")
    .replace("listen_port = 6432", `listen_port = ${bouncer}`)
    .replace("/etc/pgbouncer/userlist.txt", users),
);
const haproxy = write(
  "haproxy.cfg",
  shipped("haproxy/haproxy.cfg")
    .replace(/^ {2}bind .*$/m, `  bind 127.0.0.1:${front}`)
    .replaceAll("127.0.0.1:3000", `127.0.0.1:${web1}`)
    .replaceAll("127.0.0.1:3001", `127.0.0.1:${web2}`),
);

const env = {
  ...ownEnvironment(),
  ...{ NODE_ENV: "production", HOSTNAME: "127.0.0.1", NEXT_MANUAL_SIG_HANDLE: "true", DRAIN_SECONDS: "3", TRUSTED_PROXIES: "127.0.0.1" },
  ...{ DATABASE_URL: pooled.href, DATABASE_DIRECT_URL: runtime.href, NEXTAUTH_URL: url },
  NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
  CREDENTIALS_KEYS: `bench:${randomBytes(32).toString("base64")}`,
};
const command = (name) => path.join(dist, "server/bin", `${name}.mjs`);
const WEB = { web1, web2 };
const startWeb = (name) => run(name, ownNode(), [path.join(dist, "server.js")], { env: { ...env, PORT: String(WEB[name]) } });
const WORKERS = { worker1: metrics[0], worker2: metrics[1] };
const startWorker = (name) => run(name, ownNode(), [command("worker")], { env: { ...env, METRICS_PORT: String(WORKERS[name]) } });

/** Requests of visitors, and those that failed, since the last phase began. */
let seen = { requests: 0, failed: [], slowestMs: 0 };
let isOver = false;
const PATHS = ["/sign-in", "/addresses", "/addresses.json", "/forgot-password"];
async function visit(user) {
  await delay((user * PAUSE_MS) / USERS);
  for (let turn = user; !isOver; turn += 1) {
    const since = performance.now();
    const result = await fetch(url + PATHS[turn % PATHS.length], { signal: AbortSignal.timeout(30_000) })
      .then(async (answer) => {
        await answer.arrayBuffer();
        return answer.status < 500 ? null : `${answer.status}`;
      })
      .catch((error) => String(error.cause?.code ?? error.name));
    seen.requests += 1;
    seen.slowestMs = Math.max(seen.slowestMs, performance.now() - since);
    if (result) seen.failed.push(result);
    await delay(PAUSE_MS);
  }
}

async function phase(name, work) {
  seen = { requests: 0, failed: [], slowestMs: 0 };
  const since = performance.now();
  await work();
  const kinds = [...new Set(seen.failed)].map((kind) => `${kind} × ${seen.failed.filter((one) => one === kind).length}`).join(", ");
  process.stdout.write(
    `${name}: ${seen.requests} requests, ${seen.failed.length} failed${kinds ? ` (${kinds})` : ""}, slowest ${Math.round(seen.slowestMs)} ms, ${((performance.now() - since) / 1000).toFixed(1)} s\n`,
  );
}

async function replace(name, signal) {
  await stop(name, signal);
  startWeb(name);
  await ready(WEB[name]);
  // HAProxy asks every half second.
  await delay(1_500);
}

try {
  await once(
    run("migrate", ownNode(), [command("migrate")], { env: { ...env, MIGRATE_DATABASE_URL: postgres.url, DATABASE_URL: runtime.href } }),
    "exit",
  );
  run("pgbouncer", "/usr/sbin/pgbouncer", [pgbouncer], UNPRIVILEGED);
  for (const name of Object.keys(WEB)) startWeb(name);
  for (const name of Object.keys(WORKERS)) startWorker(name);
  run("haproxy", "/usr/sbin/haproxy", ["-db", "-f", haproxy]);
  for (const port of [...Object.values(WEB), ...Object.values(WORKERS)]) await ready(port);
  while (!(await answers(`${url}/sign-in`))) await delay(50);
  const visitors = Array.from({ length: USERS }, (_, user) => visit(user));
  await phase("warm-up", () => delay(5_000));
  await phase("rolling restart of both web processes", async () => {
    for (const name of Object.keys(WEB)) await replace(name, "SIGTERM");
  });
  await phase("kill -9 of each web process", async () => {
    for (const name of Object.keys(WEB)) await replace(name, "SIGKILL");
  });
  await phase("kill -9 of each worker", async () => {
    for (const name of Object.keys(WORKERS)) {
      await stop(name, "SIGKILL");
      startWorker(name);
      await ready(WORKERS[name]);
    }
  });
  await phase("restart of PostgreSQL", async () => {
    await postgres.stop();
    postgres = await startPostgres(postgresOptions);
    for (const port of [...Object.values(WEB), ...Object.values(WORKERS)]) await ready(port);
  });
  await phase("afterwards", () => delay(5_000));
  isOver = true;
  await Promise.all(visitors);
} finally {
  for (const child of children.values()) if (child.exitCode === null) child.kill("SIGKILL");
  await postgres.stop();
  process.stdout.write(`Logs: ${place}\n`);
}
