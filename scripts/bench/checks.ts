import { SHOP_PROBES } from "@/lib/connectors/probes";
import type { CheckOrder, CheckReport, Plan } from "@/scripts/bench/check-subject";
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
const PLANS: readonly Plan[] = ["planned", "every_cell", "many_addresses"];
/** Enough that our rounds take as long as one of theirs. */
const CHECKS_PER_ROUND = 100;
const PROBES_PER_ROUND = 600;
const CHECKS_ALONE = 20;
/** Go is compiled beforehand, our code while it runs; see the bench of the prober. */
const WARMING_CHECKS: Readonly<Record<Plan, number>> = { planned: 1_000, every_cell: 400, many_addresses: 100 };
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

export interface CheckFigures extends Record<Plan, CheckCost> {
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
  await subject.run({ url, plan: "planned", count: CHECKS_ALONE, atOnce: 1 });
  const report = await subject.run({ url, plan: "planned", count: MANY_AT_ONCE, atOnce: MANY_AT_ONCE, watchesMemory: true });
  subject.child.kill();
  return report;
}

async function measure(scheme: "http" | "https", workshop: Workshop, theirsPid: number): Promise<CheckFigures> {
  const url = `${scheme}://127.0.0.1:${PORTS[scheme]}`;
  const far = `${scheme}://127.0.0.1:${scheme === "http" ? PORTS.farHttp : PORTS.farHttps}`;
  const subject = await startSubject<CheckOrder, CheckReport>(workshop, "scripts/bench/check-subject.ts");
  const theirs = { port: PORTS.theirs, pid: theirsPid, target: url + SHOP_PROBES.woocommerce.root.path, parallel: 16 };
  for (const plan of PLANS) await subject.run({ url, plan, count: WARMING_CHECKS[plan], atOnce: 8 });
  await probe(PROBES_PER_ROUND, theirs);

  const rounds: { reports: Record<Plan, CheckReport>; goCpuMsOfProbe: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const run = (plan: Plan) => subject.run({ url, plan, count: CHECKS_PER_ROUND, atOnce: 8 });
    const reports = { planned: await run("planned"), every_cell: await run("every_cell"), many_addresses: await run("many_addresses") };
    rounds.push({ reports, goCpuMsOfProbe: (await probe(PROBES_PER_ROUND, theirs)) / PROBES_PER_ROUND });
  }
  const costOf = (plan: Plan): CheckCost => {
    const costs = rounds.map(({ reports, goCpuMsOfProbe }) => {
      const { cpuMs, requests, cold } = reports[plan];
      return { requests: median(requests), connections: cold / CHECKS_PER_ROUND, ours: cpuMs / CHECKS_PER_ROUND, goCpuMsOfProbe };
    });
    const requests = median(costs.map((cost) => cost.requests));
    return {
      requests,
      connections: rounded(median(costs.map((cost) => cost.connections))),
      cpuMs: hundredths(median(costs.map(({ ours }) => ours))),
      goCpuMs: rounded(median(costs.map(({ goCpuMsOfProbe }) => goCpuMsOfProbe * requests))),
      ratio: Number(median(costs.map(({ ours, goCpuMsOfProbe }) => ours / (goCpuMsOfProbe * requests))).toFixed(3)),
    };
  };
  const planned = { url, plan: "planned" } as const;
  const alone = await subject.run({ ...planned, count: CHECKS_ALONE, atOnce: 1 });
  const overLink = await subject.run({ ...planned, url: far, count: 5, atOnce: 1 });
  subject.child.kill();
  const many = await runManyAtOnce(workshop, url);
  const first: number[] = [];
  for (let index = 0; index < FIRST_CHECKS; index += 1) {
    const fresh = await startSubject<CheckOrder, CheckReport>(workshop, "scripts/bench/check-subject.ts");
    first.push(...(await fresh.run({ ...planned, count: 1, atOnce: 1 })).wallMs);
    fresh.child.kill();
  }
  const all = [...rounds.flatMap(({ reports }) => Object.values(reports)), alone, overLink, many];
  return {
    scheme,
    requests: Math.max(...[alone, overLink, many].flatMap((report) => report.requests)),
    planned: costOf("planned"),
    every_cell: costOf("every_cell"),
    many_addresses: costOf("many_addresses"),
    wallMs: rounded(median(alone.wallMs)),
    firstWallMs: Math.round(median(first)),
    farWallMs: Math.round(median(overLink.wallMs)),
    extraMibOf200: rounded(many.extraMib),
    cold: all.reduce((sum, report) => sum + report.cold, 0),
    coldButReused: all.reduce((sum, report) => sum + report.coldButReused, 0),
  };
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
const hundredths = (value: number): number => Math.round(value * 100) / 100;
