// A lock file that identifies its process by pid and start time, so that a reused pid is never mistaken for the owner.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** The start time of a process in the system's notation; null if it does not exist. */
function readStart(pid) {
  try {
    if (process.platform === "linux") {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
      const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return state === "Z" ? null : (rest[18] ?? null);
    }
    if (process.platform === "win32") return null;
    return (
      execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim() || null
    );
  } catch {
    return null;
  }
}

/** @returns {{ pid: number, start: string | null }} the identity of a process for lock files */
export const identify = (pid) => ({ pid, start: readStart(pid) });

/** Whether the identified process is alive; false for another process with its pid. */
export const isAlive = (identity) => identity.start !== null && readStart(identity.pid) === identity.start;

/** Ends identified processes and their groups: SIGTERM, then SIGKILL after `ms`. */
async function endProcesses(identities, ms = 5_000) {
  const send = (identity, signal) => {
    if (!isAlive(identity)) return;
    for (const target of [-identity.pid, identity.pid]) {
      try {
        process.kill(target, signal);
        return;
      } catch {
        // no such group, or already gone
      }
    }
  };
  for (const identity of identities) send(identity, "SIGTERM");
  for (const until = Date.now() + ms; identities.some(isAlive) && Date.now() < until; await delay(50));
  for (const identity of identities) send(identity, "SIGKILL");
  for (const until = Date.now() + 2_000; identities.some(isAlive) && Date.now() < until; await delay(20));
}

const readJson = (file) => {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
};

/** The record of a lock whose owner is alive, else null. */
export function readHolder(file) {
  const record = readJson(file);
  return record && isAlive(record.owner) ? record : null;
}

/** Ends the children of a killed owner and deletes its lock. */
export async function clearAbandoned(file) {
  const left = readJson(file);
  if (!left || isAlive(left.owner)) return;
  await endProcesses(left.children ?? []);
  fs.rmSync(file, { force: true });
}

/**
 * Takes the lock, or returns the record of its owner. Ends the children of a killed owner first.
 * @returns {Promise<{ holder: object } | { note: (facts: object) => void, release: () => void }>} `note` adds facts to the record: `children`, `url`, …
 */
export async function takeLock(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const record = { owner: identify(process.pid), children: [] };
  for (;;) {
    const fresh = `${file}.${process.pid}`;
    fs.writeFileSync(fresh, JSON.stringify(record), { mode: 0o600 });
    try {
      fs.linkSync(fresh, file); // atomic: fails if the file exists
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    } finally {
      fs.rmSync(fresh, { force: true });
    }
    const left = readJson(file);
    if (left && isAlive(left.owner)) return { holder: left };
    if (left) await clearAbandoned(file);
    else fs.rmSync(file, { force: true });
  }
  const write = () => {
    fs.writeFileSync(`${file}.${process.pid}`, JSON.stringify(record), { mode: 0o600 });
    fs.renameSync(`${file}.${process.pid}`, file);
  };
  return {
    note(facts) {
      Object.assign(record, facts);
      write();
    },
    release() {
      if (readJson(file)?.owner.pid === process.pid) fs.rmSync(file, { force: true });
    },
  };
}

/** Runs `work` exclusively among this folder's processes. `work` can note a child's pid; after a kill, the next owner ends it. */
export async function inTurn(file, work) {
  for (;;) {
    const lock = await takeLock(file);
    if ("release" in lock) {
      try {
        return await work((pid) => lock.note({ children: [identify(pid)] }));
      } finally {
        lock.release();
      }
    }
    await delay(200);
  }
}
