import fs from "node:fs";

// Shared by the benchmarks. Absolute figures vary on shared machines; only ratios of interleaved rounds count.

const TICKS_PER_SECOND = 100; // sysconf(_SC_CLK_TCK) of Linux on every architecture that Node supports

/** The fields of /proc/PID/stat from the third on (proc(5)); empty if the process has exited. */
function readStat(pid: string): number[] {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
  } catch {
    return [];
  }
}

/** CPU time in milliseconds of a process, its running children and those that have exited. */
export function cpuMsOf(pid: number): number {
  let ticks = 0;
  for (const entry of fs.readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = readStat(entry);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = stat.slice(11, 15);
    if (Number(entry) === pid) ticks += user + system + endedUser + endedSystem;
    else if (stat[1] === pid) ticks += user + system;
  }
  return (ticks * 1000) / TICKS_PER_SECOND;
}

/** Resident memory of a process in MiB. */
export const memoryMibOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

/** The smallest value that at least `share` of all values do not exceed. */
export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? Number.NaN;

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export const round = (value: number, digits = 0): number => Number(value.toFixed(digits));

/** Benchmarks take many minutes, so they report intermediate figures. */
export const report = (text: string): boolean => process.stderr.write(`  ${new Date().toISOString().slice(11, 19)} ${text}\n`);
