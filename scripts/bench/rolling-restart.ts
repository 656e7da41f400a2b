// `npm run bench:restart` after `npm run build:app`: what visitors see while processes are replaced, killed, and PostgreSQL restarts. Runs dist/ as
// docs/deploy.md describes it: two web and two workers behind HAProxy (deploy/haproxy) and PgBouncer (deploy/pgbouncer), both of Debian.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { endWithBench } from "@/scripts/bench/end-with-bench";
import type { RestartPhase } from "@/scripts/bench/operation-figures";
import { recordOperations } from "@/scripts/bench/record";
import { ownEnvironment } from "@/scripts/dev/own-environment.mjs";
import { findFreePort } from "@/scripts/dev/ports.mjs";
import { runtimeUrlOf, startPostgres } from "@/scripts/dev/postgres.mjs";
import { ownNode, root } from "@/scripts/dev/typescript.mjs";

const USERS = 100;
/** Between two requests of one user. */
const PAUSE_MS = Number(process.env["PAUSE_MS"] ?? 4_000);
const dist = path.join(root, "dist");
const place = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-restart-"));
fs.chmodSync(place, 0o755);
const ports = { front: await findFreePort(), web1: await findFreePort(), web2: await findFreePort(), bouncer: await findFreePort() };
const WEB = { web1: ports.web1, web2: ports.web2 };
const WORKERS = { worker1: await findFreePort(), worker2: await findFreePort() };
type Web = keyof typeof WEB;
type Worker = keyof typeof WORKERS;
const url = `http://127.0.0.1:${ports.front}`;
const children = new Map<string, ChildProcess>();
const UNPRIVILEGED = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

function run(name: string, program: string, args: string[], options: SpawnOptions = {}): ChildProcess {
  const log = fs.openSync(path.join(place, `${name}.log`), "a");
  const child = spawn(program, args, { stdio: ["ignore", log, log], ...options });
  children.set(name, child);
  endWithBench(child.pid);
  return child;
}

const answers = (address: string): Promise<boolean> =>
  fetch(address, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
async function ready(port: number): Promise<void> {
  const address = `http://127.0.0.1:${port}/readyz`;
  for (const until = Date.now() + 60_000; !(await answers(address)); await delay(50))
    if (Date.now() > until) throw new Error(`${address} does not become ready: see ${place}`);
}

async function stop(name: string, signal: NodeJS.Signals): Promise<void> {
  const child = children.get(name);
  if (!child) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

const postgresOptions = { root, dataDir: path.join(place, "postgres"), port: await findFreePort() };
fs.chmodSync(place, 0o777);
let postgres = await startPostgres(postgresOptions);
const runtime = new URL(runtimeUrlOf(postgres.url, postgresOptions.dataDir));
const pooled = new URL(runtime);
pooled.port = String(ports.bouncer);
const shipped = (file: string): string => fs.readFileSync(path.join(root, "deploy", file), "utf8");
const write = (name: string, text: string): string => {
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
    .replace("listen_port = 6432", `listen_port = ${ports.bouncer}`)
    .replace("/etc/pgbouncer/userlist.txt", users),
);
const haproxy = write(
  "haproxy.cfg",
  shipped("haproxy/haproxy.cfg")
    .replace(/^ {2}bind .*$/m, `  bind 127.0.0.1:${ports.front}`)
    .replaceAll("127.0.0.1:3000", `127.0.0.1:${ports.web1}`)
    .replaceAll("127.0.0.1:3001", `127.0.0.1:${ports.web2}`),
);

const env = {
  ...ownEnvironment(),
  ...{
    NODE_ENV: "production" as const,
    HOSTNAME: "127.0.0.1",
    NEXT_MANUAL_SIG_HANDLE: "true",
    DRAIN_SECONDS: "3",
    TRUSTED_PROXIES: "127.0.0.1",
  },
  ...{ DATABASE_URL: pooled.href, DATABASE_DIRECT_URL: runtime.href, NEXTAUTH_URL: url },
  NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
  CREDENTIALS_KEYS: `bench:${randomBytes(32).toString("base64")}`,
};
const command = (name: string): string => path.join(dist, "server/bin", `${name}.mjs`);
const startWeb = (name: Web): ChildProcess =>
  run(name, ownNode(), [path.join(dist, "server.js")], { env: { ...env, PORT: String(WEB[name]) } });
const startWorker = (name: Worker): ChildProcess =>
  run(name, ownNode(), [command("worker")], { env: { ...env, METRICS_PORT: String(WORKERS[name]) } });

/** Requests of visitors, and those that failed, since the last phase began. */
let seen = { requests: 0, failed: [] as string[], slowestMs: 0 };
let isOver = false;
const PATHS = ["/sign-in", "/addresses", "/addresses.json", "/forgot-password"];
async function visit(user: number): Promise<void> {
  await delay((user * PAUSE_MS) / USERS);
  for (let turn = user; !isOver; turn += 1) {
    const since = performance.now();
    const result = await fetch(url + PATHS[turn % PATHS.length], { signal: AbortSignal.timeout(30_000) })
      .then(async (answer) => {
        await answer.arrayBuffer();
        return answer.status < 500 ? null : `${answer.status}`;
      })
      .catch((error: Error & { cause?: { code?: string } }) => String(error.cause?.code ?? error.name));
    seen.requests += 1;
    seen.slowestMs = Math.max(seen.slowestMs, performance.now() - since);
    if (result) seen.failed.push(result);
    await delay(PAUSE_MS);
  }
}

const phases: RestartPhase[] = [];
async function phase(name: string, goal: number | null, work: () => Promise<unknown>): Promise<void> {
  seen = { requests: 0, failed: [], slowestMs: 0 };
  const since = performance.now();
  await work();
  const { requests, failed, slowestMs } = seen;
  phases.push({ name, requests, failed, slowestMs: Math.round(slowestMs), seconds: Math.round((performance.now() - since) / 1000), goal });
  process.stdout.write(`${JSON.stringify(phases.at(-1))}\n`);
}

async function replace(name: Web, signal: NodeJS.Signals): Promise<void> {
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
  for (const name of ["web1", "web2"] as const) startWeb(name);
  for (const name of ["worker1", "worker2"] as const) startWorker(name);
  run("haproxy", "/usr/sbin/haproxy", ["-db", "-f", haproxy]);
  for (const port of [...Object.values(WEB), ...Object.values(WORKERS)]) await ready(port);
  while (!(await answers(`${url}/sign-in`))) await delay(50);
  const visitors = Array.from({ length: USERS }, (_, user) => visit(user));
  await phase("at rest", 0, () => delay(5_000));
  await phase("rolling restart of both web processes", 0, async () => {
    for (const name of ["web1", "web2"] as const) await replace(name, "SIGTERM");
  });
  await phase("kill -9 of each web process", null, async () => {
    for (const name of ["web1", "web2"] as const) await replace(name, "SIGKILL");
  });
  await phase("kill -9 of each worker", 0, async () => {
    for (const name of ["worker1", "worker2"] as const) {
      await stop(name, "SIGKILL");
      startWorker(name);
      await ready(WORKERS[name]);
    }
  });
  await phase("restart of PostgreSQL", null, async () => {
    await postgres.stop();
    postgres = await startPostgres(postgresOptions);
    for (const port of [...Object.values(WEB), ...Object.values(WORKERS)]) await ready(port);
  });
  await phase("afterwards", 0, () => delay(5_000));
  isOver = true;
  await Promise.all(visitors);
  recordOperations({ restart: { users: USERS, phases } });
} finally {
  for (const child of children.values()) if (child.exitCode === null) child.kill("SIGKILL");
  await postgres.stop();
  process.stdout.write(`Logs: ${place}\n`);
}
