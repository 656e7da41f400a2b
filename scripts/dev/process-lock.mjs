// "Who works in this folder?", answered by a file that names a process so that a stranger with the same number is never taken for it.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** When the process started, in the words of this system; null when there is no such process. Number and start name one process for good. */
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

/** @returns {{ pid: number, start: string | null }} what a lock file keeps about a process */
export const identify = (pid) => ({ pid, start: readStart(pid) });

/** True only for the very process that was identified, never for another one that got its number. */
export const isAlive = (identity) => identity.start !== null && readStart(identity.pid) === identity.start;

/** Ends processes (and the groups they lead) that `identify` named: SIGTERM, then SIGKILL after `ms`. */
export async function endProcesses(identities, ms = 5_000) {
  const send = (identity, signal) => {
    if (!isAlive(identity)) return;
    for (const target of [-identity.pid, identity.pid]) {
      try {
        process.kill(target, signal);
        return;
      } catch {
        // no group of that number, or gone in between
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

/** The record of a lock whose owner lives, or null. */
export function readHolder(file) {
  const record = readJson(file);
  return record && isAlive(record.owner) ? record : null;
}

/** Ends what a killed owner left running, and forgets its lock. */
export async function clearAbandoned(file) {
  const left = readJson(file);
  if (!left || isAlive(left.owner)) return;
  await endProcesses(left.children ?? []);
  fs.rmSync(file, { force: true });
}

/**
 * Takes the lock, or returns the record of the process that holds it. Children of an owner that was killed are ended first.
 * @returns {Promise<{ holder: object } | { note: (facts: object) => void, release: () => void }>} `note` adds facts to the record: `children`, `url`, …
 */
export async function takeLock(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const record = { owner: identify(process.pid), children: [] };
  for (;;) {
    const fresh = `${file}.${process.pid}`;
    fs.writeFileSync(fresh, JSON.stringify(record), { mode: 0o600 });
    try {
      fs.linkSync(fresh, file); // fails when the file exists, and is never half written
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

/**
 * Runs `work` while no other process of this folder runs it; waits for the other one. `work` gets a function that notes a child's number, so
 * that a child which outlives a killed owner is ended before the next turn.
 */
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
