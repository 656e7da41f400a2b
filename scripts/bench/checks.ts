import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { SHOP_PROBES } from "@/lib/shops/probes";
import type { CheckOrder, CheckReport } from "@/scripts/bench/check-subject";
import { median } from "@/scripts/bench/measure";
import { probe } from "@/scripts/bench/prober";
import type { Workshop } from "@/scripts/bench/workshop";
import { ownNode, root, typescriptArguments, typescriptEnvironment } from "@/scripts/typescript.mjs";

// What a whole check of a healthy shop costs: CPU beside the Go prober in turns, requests, time, memory.

const PORTS = { http: 9710, https: 9711, farHttp: 9712, farHttps: 9713, theirs: 9714 };
const ROUND_TRIP_MS = 100;
const ROUNDS = 5;
const CHECKS_PER_ROUND = 20;
const WARMING_CHECKS = 150;
const PROBES_OF_COMPARISON = 30;
const MANY_AT_ONCE = 200;

export interface CheckFigures {
  scheme: "http" | "https";
  requests: number;
  cpuMs: number;
  /** CPU of the Go prober for the 30 probes that the whole matrix takes: two User-Agents, five methods, three addresses. */
  goCpuMsOf30Probes: number;
  /** CPU of a whole check divided by that of those 30 probes; median over the rounds. */
  ratio: number;
  /** The same for each request, the connections that checks open included. */
  ratioOfEachRequest: number;
  wallMs: number;
  farWallMs: number;
  /** Largest growth of resident memory while 200 checks run at once. */
  extraMibOf200: number;
  cold: number;
  coldButReused: number;
}

export async function benchChecks(workshop: Workshop): Promise<CheckFigures[]> {
  const { http, https, farHttp, farHttps } = PORTS;
  const shop = [http, https, farHttp, farHttps, ROUND_TRIP_MS, workshop.certificate, workshop.key].map(String);
  await workshop.start(ownNode(), typescriptArguments("scripts/bench/shop.ts", shop), {
    url: `http://127.0.0.1:${http}/`,
    env: typescriptEnvironment,
  });
  const theirsPid = await workshop.startGoProber(PORTS.theirs);
  return [await measure("http", workshop, theirsPid), await measure("https", workshop, theirsPid)];
}

/** A fresh process that runs checks. */
async function startSubject(workshop: Workshop): Promise<{ run(order: CheckOrder): Promise<CheckReport>; child: ChildProcess }> {
  const [file = "", ...others] = typescriptArguments("scripts/bench/check-subject.ts").toReversed();
  const child = fork(file, [], {
    execPath: ownNode(),
    execArgv: others.toReversed(),
    cwd: root,
    env: { ...process.env, ...typescriptEnvironment, ...workshop.trust },
  });
  workshop.adopt(child);
  await once(child, "message");
  return {
    child,
    run(order) {
      const gone = once(child, "exit").then(() => Promise.reject(new Error("The process that runs the checks has ended.")));
      const report = once(child, "message").then(([message]) => message as CheckReport);
      child.send(order);
      return Promise.race([report, gone]);
    },
  };
}

async function measure(scheme: "http" | "https", workshop: Workshop, theirsPid: number): Promise<CheckFigures> {
  const url = `${scheme}://127.0.0.1:${PORTS[scheme]}`;
  const far = `${scheme}://127.0.0.1:${scheme === "http" ? PORTS.farHttp : PORTS.farHttps}`;
  const subject = await startSubject(workshop);
  const theirs = { port: PORTS.theirs, pid: theirsPid, target: url + SHOP_PROBES.woocommerce.root.path, parallel: 16 };
  await subject.run({ url, count: WARMING_CHECKS, atOnce: 8 });
  await probe(PROBES_OF_COMPARISON * CHECKS_PER_ROUND, theirs);

  const reports: CheckReport[] = [];
  const theirCpuMs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    reports.push(await subject.run({ url, count: CHECKS_PER_ROUND, atOnce: 8 }));
    theirCpuMs.push((await probe(PROBES_OF_COMPARISON * CHECKS_PER_ROUND, theirs)) / CHECKS_PER_ROUND);
  }
  const alone = await subject.run({ url, count: CHECKS_PER_ROUND, atOnce: 1 });
  const overLink = await subject.run({ url: far, count: 5, atOnce: 1 });
  const many = await subject.run({ url, count: MANY_AT_ONCE, atOnce: MANY_AT_ONCE });
  subject.child.kill();

  const requests = Math.max(...[...reports, alone, overLink, many].flatMap((report) => report.requests));
  const cpuMs = reports.map((report) => report.cpuMs / CHECKS_PER_ROUND);
  const ratio = median(cpuMs.map((ours, round) => ours / (theirCpuMs[round] ?? Number.NaN)));
  const all = [...reports, alone, overLink, many];
  return {
    scheme,
    requests,
    cpuMs: rounded(median(cpuMs)),
    goCpuMsOf30Probes: rounded(median(theirCpuMs)),
    ratio: Number(ratio.toFixed(3)),
    ratioOfEachRequest: Number(((ratio * PROBES_OF_COMPARISON) / requests).toFixed(2)),
    wallMs: rounded(median(alone.wallMs)),
    farWallMs: Math.round(median(overLink.wallMs)),
    extraMibOf200: rounded(many.extraMib),
    cold: all.reduce((sum, report) => sum + report.cold, 0),
    coldButReused: all.reduce((sum, report) => sum + report.coldButReused, 0),
  };
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
