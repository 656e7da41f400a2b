import { Workspace } from "@/e2e/lab/harness/workspace";
import { SHOP_PROBES } from "@/lib/connectors/probes";
import type { CheckOrder, CheckReport } from "@/scripts/bench/check-subject";
import type { CheckedShop } from "@/scripts/bench/checked-shop";
import { type GoProber, probe, startCheckedShop, startGoProber } from "@/scripts/bench/go-prober";
import { median, round } from "@/scripts/bench/measure";
import { atMost, type Row, record } from "@/scripts/bench/report";
import { startSubject } from "@/scripts/bench/subject";

// Cost of a complete check of a healthy shop: CPU compared with the Go prober in interleaved rounds, requests, time, memory.

const ROUNDS = 5;
/** Enough for a round to take as long as the Go prober's. */
const CHECKS_PER_ROUND = 100;
const PROBES_PER_ROUND = 600;
const CHECKS_ALONE = 20;
/** Go is compiled ahead of time, our code at run time; a prober runs for weeks, so the warm state counts. */
const WARMING_CHECKS = 1_000;
const MANY_AT_ONCE = 200;
const FIRST_CHECKS = 3;
const CPU_GOALS = { http: 0.15, https: 0.2 };

type Subject = Awaited<ReturnType<typeof startSubject<CheckOrder, CheckReport>>>;
type Address = CheckedShop["addresses"][number];

export async function benchChecks(): Promise<void> {
  const workspace = new Workspace("bench");
  try {
    const { addresses, rootFile } = await startCheckedShop(workspace);
    const goProber = await startGoProber(workspace, rootFile);
    const start = () => startSubject<CheckOrder, CheckReport>("scripts/bench/check-subject.ts", { NODE_EXTRA_CA_CERTS: rootFile });
    const rows: Row[] = [];
    for (const address of addresses) rows.push(...(await measure(address, goProber, start)));
    record("checks", {
      title: "Checks",
      method:
        "Each of a healthy WooCommerce on loopback, without a key, with two addresses; beside prometheus-blackbox-exporter 0.26.0, both warm; the check bundled as shipped.",
      rows,
    });
  } finally {
    await workspace.close();
  }
}

async function measure({ scheme, url, far }: Address, goProber: GoProber, start: () => Promise<Subject>): Promise<Row[]> {
  const probeAll = () => probe(goProber, url + SHOP_PROBES.woocommerce.root.path, PROBES_PER_ROUND, 16);
  const subject = await start();
  await subject.run({ url, count: WARMING_CHECKS, atOnce: 8 });
  await probeAll();
  const rounds: { report: CheckReport; goCpuMsOfProbe: number }[] = [];
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    const report = await subject.run({ url, count: CHECKS_PER_ROUND, atOnce: 8 });
    rounds.push({ report, goCpuMsOfProbe: (await probeAll()) / PROBES_PER_ROUND });
  }
  const alone = await subject.run({ url, count: CHECKS_ALONE, atOnce: 1 });
  const overLink = await subject.run({ url: far, count: 5, atOnce: 1 });
  subject.close();

  // A new process, since thousands of checks have already grown the other's memory.
  const few = await start();
  await few.run({ url, count: CHECKS_ALONE, atOnce: 1 });
  const many = await few.run({ url, count: MANY_AT_ONCE, atOnce: MANY_AT_ONCE });
  few.close();
  const first: number[] = [];
  for (let index = 0; index < FIRST_CHECKS; index += 1) {
    const fresh = await start();
    first.push(...(await fresh.run({ url, count: 1, atOnce: 1 })).wallMs);
    fresh.close();
  }
  return [
    cpuRow(scheme, rounds),
    atMost(`${scheme}: requests`, Math.max(...alone.requests), 12),
    atMost(`${scheme}: wall time`, round(median(alone.wallMs), 1), 150, " ms"),
    atMost(`${scheme}: the first check of a process`, round(median(first)), 150, " ms"),
    atMost(`${scheme}: with a round trip of 100 ms`, round(median(overLink.wallMs)), 1_200, " ms"),
    atMost(`${scheme}: memory added by 200 at once`, round(many.extraMib, 1), 60, " MiB"),
  ];
}

/** CPU of a check compared with the same number of cold probes by the Go prober. */
function cpuRow(scheme: Address["scheme"], rounds: readonly { report: CheckReport; goCpuMsOfProbe: number }[]): Row {
  const of = (figure: (of: (typeof rounds)[number]) => number): number => median(rounds.map(figure));
  const requests = of(({ report }) => median(report.requests));
  const cpuMs = of(({ report }) => report.cpuMs / CHECKS_PER_ROUND);
  const goCpuMs = of(({ goCpuMsOfProbe }) => goCpuMsOfProbe * requests);
  const share = of(({ report, goCpuMsOfProbe }) => report.cpuMs / CHECKS_PER_ROUND / (goCpuMsOfProbe * requests));
  return atMost(
    `${scheme}: CPU against as many probes of the Go prober`,
    round(share, 3),
    CPU_GOALS[scheme],
    "",
    ` (${round(cpuMs, 2)} ms : ${round(goCpuMs, 1)} ms)`,
  );
}
