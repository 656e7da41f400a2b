// The web application: one process that listens (front.mjs), and as many that answer as WEB_PROCESSES says. A page is made by one core, so that with
// one process a reader waits for all who came just before. `node scripts/web.mjs -H <host> -p <port> [--dev]`, after `next build`.
import { fork, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { createPageLookup } from "../lib/identity/accounts/page-lookup.mjs";
import { sessionCookieFor } from "../lib/identity/auth/session-token.mjs";
import { createAnswerers } from "./answerers.mjs";
import { createEarlyHeads } from "./early-head.mjs";
import { createFront } from "./front.mjs";
import { root } from "./typescript.mjs";

/** More are asked for by WEB_PROCESSES: each has a pool of connections to the database of its own. */
const USUAL_MOST = 4;
// A page leaves nothing behind: told so, V8 gives memory back early.
const MEMORY = ["--max-semi-space-size=8", "--max-old-space-size=320"];
// What the threads of one process have freed they keep for themselves, in as many heaps as there are threads: with two of them it is 50 MB less.
const HEAPS = { MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? "2" };

// An environment that does not fit ends it before it listens, with the sentence that says what is wrong, and not at somebody's request.
if (spawnSync(process.execPath, [path.join(root, "scripts/check-environment.mjs")], { stdio: "inherit" }).status !== 0) process.exit(1);

const { DATABASE_URL: databaseUrl, NEXTAUTH_SECRET: secret, NEXTAUTH_URL: address = "" } = process.env;
const { values } = parseArgs({
  options: {
    host: { type: "string", short: "H", default: "127.0.0.1" },
    port: { type: "string", short: "p", default: "3000" },
    dev: { type: "boolean", default: false },
  },
});
const { host, port, dev: development } = values;
const secure = address.startsWith("https://");

const answerers = createAnswerers();
const lookup = databaseUrl && secret && !development ? createPageLookup({ databaseUrl, secret }) : null;
const earlyHeads = lookup && createEarlyHeads({ isThere: lookup.isThere, sessionCookie: sessionCookieFor(secure) });
const front = createFront({ answerers, earlyHeads, secure, development });

/** Until one that could not be started is tried again. */
const AGAIN_MS = 1_000;
// Nobody else may ask them: what the front has put into a request is believed.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-web-"));
process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
/** @type {Set<import("node:child_process").ChildProcess>} */
const processes = new Set();
let started = 0;
let isStopping = false;
/** Nobody asks for anything any more. */
let isOver = false;

/** One that falls over takes its own readers along and no others, and is replaced; one that never came to listen would end again. */
function startAnswering() {
  if (isOver) return;
  started += 1;
  const socketPath = path.join(folder, `${started}.sock`);
  const one = fork(path.join(root, "scripts/answer.mjs"), [...process.argv.slice(2), "--socket", socketPath], {
    env: { ...process.env, ...HEAPS },
    execArgv: [...process.execArgv, ...MEMORY],
  });
  processes.add(one);
  /** @type {import("./answerers.mjs").Answerer | null} */
  let answerer = null;
  one.on("message", (message) => {
    // One that takes no connections any more is of no use.
    if (message === "listening") answerer = answerers.join(socketPath, () => one.kill("SIGKILL"));
  });
  one.once("exit", (code) => {
    processes.delete(one);
    answerer?.leave();
    if (answerer || isOver) startAnswering();
    else process.exit(code || 1);
  });
  // The system has no room for one more at this moment.
  one.once("error", (error) => {
    console.error(error.message);
    if (one.pid === undefined && processes.delete(one)) setTimeout(startAnswering, AGAIN_MS);
  });
}

/** Readers first: they get what they have asked for. */
async function stop() {
  if (isStopping) return;
  isStopping = true;
  if (development) process.exit();
  await front.stop();
  isOver = true;
  for (const one of processes) if (one.connected) one.send("stop");
  await lookup?.close();
}

for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void stop());
front.server.once("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
front.server.listen(Number(port), host, () => {
  const count = development ? 1 : Number(process.env.WEB_PROCESSES) || Math.min(os.availableParallelism(), USUAL_MOST);
  for (let index = 0; index < count; index += 1) startAnswering();
});
