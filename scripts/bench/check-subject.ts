import pLimit from "p-limit";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { CheckResult } from "@/lib/check/result";
import { answerOrders } from "@/scripts/bench/subject";

// The check engine in a process of its own.

/** Checks to run: `count` of them, so many at once. */
export interface CheckOrder {
  url: string;
  count: number;
  atOnce: number;
  /** Sampling the memory costs CPU time. */
  watchesMemory?: true;
}

export interface CheckReport {
  cpuMs: number;
  /** Wall time of each check. */
  wallMs: number[];
  /** Requests that each check sent. */
  requests: number[];
  /** Connections that were reported as cold, and how many of them had carried a request before. */
  cold: number;
  coldButReused: number;
  /** Peak resident memory above the start, in MiB; at the end only if not sampled. */
  extraMib: number;
}

const POLICY = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
const BUDGET = 40;

let checked = 0;
/**
 * Each check uses its own addresses of 127.0.0.0/8. With two addresses a hundred checks a second would exhaust the ports, and the kernel's search for a
 * free one would be measured.
 */
function check(url: string): Promise<CheckResult> {
  checked += 1;
  const net = `127.${1 + (checked % 250)}.${Math.floor(checked / 250) % 250}`;
  const egress = { addresses: [`${net}.2`, `${net}.3`], control: `${net}.4` };
  return runCheck({ url, platform: "woocommerce", egress, policy: POLICY, budget: BUDGET });
}

async function fulfil({ url, count, atOnce, watchesMemory }: CheckOrder): Promise<CheckReport> {
  const report: CheckReport = { cpuMs: 0, wallMs: [], requests: [], cold: 0, coldButReused: 0, extraMib: 0 };
  const read = (result: CheckResult) => {
    if (result.verdict !== "healthy")
      throw new Error(`A check of the healthy shop says ${result.verdict}: ${JSON.stringify(result.causes)}`);
    report.wallMs.push(result.durationMs);
    report.requests.push(result.requests);
    for (const probe of result.probes) {
      if (!probe.coldConnection) continue;
      report.cold += 1;
      if (probe.answer?.headers["x-request-of-connection"] !== "1") report.coldButReused += 1;
    }
  };
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = watchesMemory && setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
  const cpu = process.cpuUsage();
  await pLimit(atOnce).map(Array.from({ length: count }), async () => read(await check(url)));
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(watch);
  report.cpuMs = (user + system) / 1000;
  report.extraMib = (Math.max(most, process.memoryUsage.rss()) - before) / 1024 / 1024;
  return report;
}

answerOrders(fulfil);
