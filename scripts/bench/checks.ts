import { SHOP_PROBES } from "@/lib/connectors/probes";
import type { CheckOrder, CheckReport } from "@/scripts/bench/check-subject";
import { median } from "@/scripts/bench/measure";
import { probe } from "@/scripts/bench/prober";
import { benchStoredChecks, type StoredFigures } from "@/scripts/bench/stored-checks";
import { startSubject } from "@/scripts/bench/subject";
import type { Workshop } from "@/scripts/bench/workshop";
import { ownNode, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

// What a whole check of a healthy shop costs: CPU beside the Go prober in turns, requests, time, memory.

const PORTS = { http: 9710, https: 9711, farHttp: 9712, farHttps: 9713, theirs: 9714 };
const ROUND_TRIP_MS = 100;
const ROUNDS = 5;
/** Enough that our rounds take as long as one of theirs. */
const CHECKS_PER_ROUND = 100;
const PROBES_PER_ROUND = 600;
const CHECKS_ALONE = 20;
/** Go is compiled beforehand, our code while it runs; see the bench of the prober. */
const WARMING_CHECKS = 1_000;
const MANY_AT_ONCE = 200;
const FIRST_CHECKS = 3;

/** CPU of a check beside the Go prober. */
export interface CheckCost {
  requests: number;
  /** Connections that it opens. */
  connections: number;
  cpuMs: number;
  /** CPU of the Go prober for as many probes as the check has requests. */
  goCpuMs: number;
  /** The one divided by the other; median over the rounds. */
  ratio: number;
}

export interface CheckFigures {
  planned: CheckCost;
  scheme: "http" | "https";
  /** Requests of a check as the product makes it. */
  requests: number;
  wallMs: number;
  /** The first check of a process. */
  firstWallMs: number;
  farWallMs: number;
  /** Largest growth of resident memory while 200 checks run at once. */
  extraMibOf200: number;
  cold: number;
  coldButReused: number;
}

export interface ChecksFigures {
  schemes: CheckFigures[];
  stored: StoredFigures;
}

export async function benchChecks(workshop: Workshop): Promise<ChecksFigures> {
  const { http, https, farHttp, farHttps } = PORTS;
  const shop = [http, https, farHttp, farHttps, ROUND_TRIP_MS, workshop.certificate, workshop.key].map(String);
  await workshop.start(ownNode(), typescriptArguments("scripts/bench/shop.ts", shop), {
    url: `http://127.0.0.1:${http}/`,
    env: typescriptEnvironment,
  });
  const theirsPid = await workshop.startGoProber(PORTS.theirs);
  const schemes = [await measure("http", workshop, theirsPid), await measure("https", workshop, theirsPid)];
  return { schemes, stored: await benchStoredChecks(workshop, `http://127.0.0.1:${http}`) };
}

/** In a process that has only made a few checks: one that has made thousands holds the memory already. */
async function runManyAtOnce(workshop: Workshop, url: string): Promise<CheckReport> {
  const subject = await startSubject<CheckOrder, CheckReport>(workshop, "scripts/bench/check-subject.ts");
  await subject.run({ url, count: CHECKS_ALONE, atOnce: 1 });
  const report = await subject.run({ url, count: MANY_AT_ONCE, atOnce: MANY_AT_ONCE, watchesMemory: true });
  subject.child.kill();
  return report;
}

async function measure(scheme: "http" | "https", workshop: Workshop, theirsPid: number): Promise<CheckFigures> {
  const url = `${scheme}://127.0.0.1:${PORTS[scheme]}`;
  const far = `${scheme}://127.0.0.1:${scheme === "http" ? PORTS.farHttp : PORTS.farHttps}`;
  const subject = await startSubject<CheckOrder, CheckReport>(workshop, "scripts/bench/check-subject.ts");
  const theirs = { port: PORTS.theirs, pid: theirsPid, target: url + SHOP_PROBES.woocommerce.root.path, parallel: 16 };
  await subject.run({ url, count: WARMING_CHECKS, atOnce: 8 });
  await probe(PROBES_PER_ROUND, theirs);

  const rounds: { report: CheckReport; goCpuMsOfProbe: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const report = await subject.run({ url, count: CHECKS_PER_ROUND, atOnce: 8 });
    rounds.push({ report, goCpuMsOfProbe: (await probe(PROBES_PER_ROUND, theirs)) / PROBES_PER_ROUND });
  }
  const alone = await subject.run({ url, count: CHECKS_ALONE, atOnce: 1 });
  const overLink = await subject.run({ url: far, count: 5, atOnce: 1 });
  subject.child.kill();
  const many = await runManyAtOnce(workshop, url);
  const first: number[] = [];
  for (let index = 0; index < FIRST_CHECKS; index += 1) {
    const fresh = await startSubject<CheckOrder, CheckReport>(workshop, "scripts/bench/check-subject.ts");
    first.push(...(await fresh.run({ url, count: 1, atOnce: 1 })).wallMs);
    fresh.child.kill();
  }
  const all = [...rounds.map(({ report }) => report), alone, overLink, many];
  return {
    scheme,
    requests: Math.max(...[alone, overLink, many].flatMap((report) => report.requests)),
    planned: costOf(rounds),
    wallMs: rounded(median(alone.wallMs)),
    firstWallMs: Math.round(median(first)),
    farWallMs: Math.round(median(overLink.wallMs)),
    extraMibOf200: rounded(many.extraMib),
    cold: all.reduce((sum, report) => sum + report.cold, 0),
    coldButReused: all.reduce((sum, report) => sum + report.coldButReused, 0),
  };
}

function costOf(rounds: readonly { report: CheckReport; goCpuMsOfProbe: number }[]): CheckCost {
  const of = (figure: (round: (typeof rounds)[number]) => number): number => median(rounds.map(figure));
  const requests = of(({ report }) => median(report.requests));
  return {
    requests,
    connections: rounded(of(({ report }) => report.cold / CHECKS_PER_ROUND)),
    cpuMs: hundredths(of(({ report }) => report.cpuMs / CHECKS_PER_ROUND)),
    goCpuMs: rounded(of(({ goCpuMsOfProbe }) => goCpuMsOfProbe * requests)),
    ratio: Number(of(({ report, goCpuMsOfProbe }) => report.cpuMs / CHECKS_PER_ROUND / (goCpuMsOfProbe * requests)).toFixed(3)),
  };
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
const hundredths = (value: number): number => Math.round(value * 100) / 100;
