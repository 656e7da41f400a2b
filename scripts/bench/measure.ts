import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";

// What the benchmarks share: CPU time of other processes, bounded load, medians. Absolute figures wander on shared machines; ratios of
// interleaved rounds are what counts.

const TICKS_PER_SECOND = 100; // sysconf(_SC_CLK_TCK) of Linux on every architecture that Node supports

/** CPU in milliseconds that a page takes. */
export interface PageCost {
  web: number;
  database: number;
}

/** User and system CPU time that a process has used so far, in milliseconds (proc(5), fields 14 and 15 of stat). */
export function cpuMsOf(pid: number): number {
  const fields = fs
    .readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** CPU of a process, of its children that live, and of those that have ended (proc(5), fields 4 and 14 to 17 of stat). */
export function cpuMsOfFamily(pid: number): number {
  let ticks = 0;
  for (const entry of fs.readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    let stat: string;
    try {
      stat = fs.readFileSync(`/proc/${entry}/stat`, "utf8");
    } catch {
      continue; // It has ended meanwhile.
    }
    const fields = stat
      .replace(/^.*\) /s, "")
      .split(" ")
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    if (Number(entry) === pid) ticks += user + system + endedUser + endedSystem;
    else if (fields[1] === pid) ticks += user + system;
  }
  return (ticks * 1000) / TICKS_PER_SECOND;
}

/** Resident memory of a process in MiB. */
export function memoryMibOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The smallest value that at least `share` of all values do not pass. */
export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? Number.NaN;

/** One GET; resolves with the body. */
export function get(url: string, agent?: http.Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => resolve(text));
      })
      .on("error", reject);
  });
}

/** Runs `count` tasks, `parallel` at a time. */
export async function inParallel(count: number, parallel: number, task: () => Promise<void>): Promise<void> {
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await task();
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

/** Starts a process and waits until `url` answers. */
export async function startAndWait(
  command: string,
  args: readonly string[],
  options: { env?: Record<string, string>; url: string },
): Promise<ChildProcess & { pid: number }> {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, ...options.env } });
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  for (const until = Date.now() + 20_000; Date.now() < until && !ended; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (
      await get(options.url).then(
        () => true,
        () => false,
      )
    )
      return child as ChildProcess & { pid: number };
  }
  child.kill();
  throw new Error(`${command} did not answer on ${options.url}.`);
}
