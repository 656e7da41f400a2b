// The web application: one process that listens, and as many that answer as WEB_PROCESSES says. A page is made by one core, so that with one
// process a reader waits for all who came just before. `node scripts/web.mjs -H <host> -p <port>`, after `next build`.
import cluster from "node:cluster";
import os from "node:os";
import path from "node:path";
import { env } from "../lib/system/env.ts";
import { root } from "./typescript.mjs";

/** More are asked for by WEB_PROCESSES: each has a pool of connections to the database of its own. */
const USUAL_MOST = 4;
// A page leaves nothing behind: told so, V8 gives memory back early.
const MEMORY = ["--max-semi-space-size=8", "--max-old-space-size=320"];
// What the threads of one process have freed they keep for themselves, in as many heaps as there are threads: with two of them it is 50 MB less.
const HEAPS = { MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? "2" };

const answer = path.join(root, "scripts/answer.mjs");

/** One that falls over takes its own readers along and no others, and is replaced; one that never came to listen would end again. */
function startAnswering() {
  const one = cluster.fork(HEAPS);
  let hasListened = false;
  one.once("listening", () => {
    hasListened = true;
  });
  one.once("exit", (code) => {
    if (stopping) return;
    if (hasListened) startAnswering();
    else stop(code || 1);
  });
}

/** An environment that does not fit ends it before it listens, with the sentence that says what is wrong, and not at somebody's request. */
function checkEnvironment() {
  try {
    env();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

let stopping = false;

function stop(code) {
  stopping = true;
  process.exitCode = code;
  for (const one of Object.values(cluster.workers ?? {})) one?.process.kill("SIGTERM");
}

checkEnvironment();
cluster.setupPrimary({ exec: answer, args: process.argv.slice(2), execArgv: [...process.execArgv, ...MEMORY] });
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => stop(0));
const count = process.argv.includes("--dev") ? 1 : Number(process.env.WEB_PROCESSES) || Math.min(os.availableParallelism(), USUAL_MOST);
for (let index = 0; index < count; index += 1) startAnswering();
