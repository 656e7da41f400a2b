// Processes of the stack, each in its own process group: Ctrl-C reaches only the start script, which stops them in order.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { openLog } from "./logs.mjs";
import { identify } from "./process-lock.mjs";
import { Sentence } from "./progress.mjs";
import { root } from "./typescript.mjs";

const preload = pathToFileURL(path.join(root, "scripts/dev/end-with-parent.mjs")).href;
const LAST_LINES = 25;

/**
 * @typedef {object} Child
 * @property {string} name
 * @property {{ pid: number, start: string | null }} identity
 * @property {Promise<Sentence>} ended resolves when it exits, with a message and its last lines
 * @property {Promise<unknown>} ready resolves with its first IPC message; rejects if it exits before
 * @property {(graceMs: number) => Promise<void>} stop sends SIGTERM, and SIGKILL after `graceMs`
 */

/** The last lines of a log, starting at byte `from`; empty if the file is gone. */
function readLastLines(file, from) {
  try {
    return fs.readFileSync(file).subarray(from).toString().trimEnd().split("\n").slice(-LAST_LINES).join("\n");
  } catch {
    return "";
  }
}

/**
 * Starts Node with `args`. Its output goes to `<logs>/<name>.log`; with `show` to this terminal as well.
 * @param {{ name: string, args: string[], env: NodeJS.ProcessEnv, logs: string, show?: boolean }} options
 * @returns {Child}
 */
export function startChild({ name, args, env, logs, show = false }) {
  fs.mkdirSync(logs, { recursive: true });
  const file = path.join(logs, `${name.replaceAll(" ", "-")}.log`);
  const log = openLog(file);
  const from = fs.fstatSync(log).size;
  const child = spawn(process.execPath, ["--import", preload, ...args], {
    cwd: root,
    env: { ...env, MOORING_STARTED_BY: String(process.pid) },
    detached: true,
    stdio: ["ignore", show ? "pipe" : log, show ? "pipe" : log, "ipc"],
  });
  if (show) for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => showLines({ name, chunk, log }));
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(new Sentence(`The ${name} could not be started: ${error.message}`)));
    child.once("exit", (code, signal) => {
      if (!show) fs.closeSync(log);
      const last = readLastLines(file, from);
      resolve(
        new Sentence(
          `${last}\n\nThe ${name} exited unexpectedly (${signal ?? `code ${code}`}); its last lines are above, all of them in ${path.relative(root, file)}.`,
        ),
      );
    });
  });
  const ready = Promise.race([
    new Promise((resolve) => child.once("message", resolve)),
    ended.then((sentence) => Promise.reject(sentence)),
  ]);
  ready.catch(() => {});
  return {
    name,
    identity: identify(child.pid),
    ended,
    ready,
    async stop(graceMs) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      signalGroup(child.pid, "SIGTERM");
      const late = setTimeout(() => signalGroup(child.pid, "SIGKILL"), graceMs);
      await ended;
      clearTimeout(late);
    },
  };
}

function showLines({ name, chunk, log }) {
  fs.writeSync(log, chunk);
  process.stdout.write(
    chunk
      .toString()
      .replace(/\n$/, "")
      .split("\n")
      .map((line) => `[${name}] ${line}\n`)
      .join(""),
  );
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // already gone
  }
}
