import pLimit from "p-limit";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { CheckResult } from "@/lib/check/result";
import { answerOrders } from "@/scripts/bench/subject";

// The check engine in its own process.

/** Checks to run: `count` in total, `atOnce` concurrently. */
export interface CheckOrder {
  url: string;
  count: number;
  atOnce: number;
}

export interface CheckReport {
  cpuMs: number;
  wallMs: number[];
  /** Number of requests per check. */
  requests: number[];
  /** Growth of the peak resident memory in MiB. */
  extraMib: number;
}

const POLICY = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
const BUDGET = 40;

let checked = 0;
/**
 * Each check uses its own addresses of 127.0.0.0/8. With only two, a hundred checks a second would exhaust the ports, and the kernel's
 * search for free ones would be measured.
 */
function check(url: string): Promise<CheckResult> {
  checked += 1;
  const net = `127.${1 + (checked % 250)}.${Math.floor(checked / 250) % 250}`;
  const egress = { addresses: [`${net}.2`, `${net}.3`], control: `${net}.4` };
  return runCheck({ url, shopSystem: "woocommerce", egress, policy: POLICY, budget: BUDGET });
}

async function fulfil({ url, count, atOnce }: CheckOrder): Promise<CheckReport> {
  const results: CheckResult[] = [];
  const before = process.resourceUsage();
  await pLimit(atOnce).map(Array.from({ length: count }), async () => results.push(await check(url)));
  const after = process.resourceUsage();
  const other = results.find(({ verdict }) => verdict !== "healthy");
  if (other) throw new Error(`A check of the healthy shop says ${other.verdict}: ${JSON.stringify(other.causes)}`);
  return {
    cpuMs: (after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1000,
    wallMs: results.map(({ durationMs }) => durationMs),
    requests: results.map(({ requests }) => requests),
    extraMib: (after.maxRSS - before.maxRSS) / 1024,
  };
}

answerOrders(fulfil);
