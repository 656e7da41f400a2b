import type { CheckCost, CheckFigures, ChecksFigures } from "@/scripts/bench/checks";
import type { OperationFigures, RestartFigures, SoakFigures } from "@/scripts/bench/operation-figures";
import type { PartitionFigures } from "@/scripts/bench/partitions";
import type { ProberFigures } from "@/scripts/bench/prober";
import type { ScaleFigures } from "@/scripts/bench/routine";
import type { StoredFigures } from "@/scripts/bench/stored-checks";
import type { SyncFigures } from "@/scripts/bench/sync";
import type { SpanFigures, TracingFigures } from "@/scripts/bench/tracing";

/** What docs/benchmarks.json holds; a part that was not measured yet is missing. */
export interface Figures {
  measuredOn: string;
  node: string;
  cpu: string;
  goProber?: string;
  prober?: ProberFigures[];
  checks?: ChecksFigures;
  sync?: SyncFigures;
  operations?: OperationFigures;
  spans?: SpanFigures;
  tracing?: TracingFigures;
  partitions?: PartitionFigures;
}

interface Row {
  what: string;
  figure: string;
  /** Null for a figure without a goal. */
  goal: string | null;
  isReached: boolean;
}

const atLeast = (what: string, value: number, goal: number, beside = ""): Row => ({
  what,
  figure: `${value}${beside}`,
  goal: `≥ ${goal}`,
  isReached: value >= goal,
});
const atMost = (what: string, value: number, goal: number, unit = "", beside = ""): Row => ({
  what,
  figure: `${value}${unit}${beside}`,
  goal: `≤ ${goal}${unit}`,
  isReached: value <= goal,
});
const plain = (what: string, figure: string): Row => ({ what, figure, goal: null, isReached: true });

const proberRow = ({ scheme, parallel, ratio, oursPerCpuSecond, goPerCpuSecond }: ProberFigures): Row =>
  atLeast(
    `Cold ${scheme} probes per CPU-second against the Go prober, ${parallel} at once`,
    ratio,
    scheme === "http" ? 3 : 1.1,
    ` (${oursPerCpuSecond} : ${goPerCpuSecond})`,
  );

/** CPU beside as many cold probes of the Go prober. */
const costRow = (what: string, { requests, connections, cpuMs, goCpuMs, ratio }: CheckCost, goal: number): Row => {
  const beside = ` (${cpuMs} ms : ${goCpuMs} ms)`;
  const whole = `${what}: ${requests} requests, ${connections} connections, verdict included, against ${requests} probes of the Go prober`;
  return atMost(whole, ratio, goal, "", beside);
};

function checkRows(figures: CheckFigures): Row[] {
  const { scheme, requests, wallMs, firstWallMs, farWallMs, extraMibOf200, cold } = figures;
  const goal = scheme === "http" ? 0.1 : 0.2;
  return [
    costRow(`CPU of a healthy check over ${scheme} as the product makes it, two addresses`, figures.planned, goal),
    atMost(`Requests of a healthy check over ${scheme}`, requests, 12),
    atMost(`Healthy check over ${scheme}, wall time on loopback`, wallMs, 150, " ms"),
    atMost(`The first check over ${scheme} of a process that was not warmed up, wall time on loopback`, firstWallMs, 150, " ms"),
    atMost(`Healthy check over ${scheme}, wall time with a round trip of 100 ms`, farWallMs, 1_200, " ms"),
    atMost(`Memory that 200 checks at once over ${scheme} add`, extraMibOf200, 60, " MiB"),
    atMost(`Connections over ${scheme} reported as cold that were reused`, figures.coldButReused, 0, "", ` of ${cold}`),
  ];
}

/** Half of what Uptime Kuma 2.5.3 was measured to take for a stored check of one probe, 6.6 to 9.4 ms, on a machine of this kind. */
const STORED_GOAL_MS = 3.3;

const storedRow = ({ requests, appCpuMs, databaseCpuMs, cpuMsOfProbe }: StoredFigures): Row =>
  atMost(
    `CPU of each probe of a check that a worker makes and stores, its process and PostgreSQL together`,
    cpuMsOfProbe,
    STORED_GOAL_MS,
    " ms",
    ` (a check of ${requests}: ${appCpuMs} ms + ${databaseCpuMs} ms)`,
  );

function scaleRows({ routine, refresh, recovery }: ScaleFigures): Row[] {
  const { integrations, duePerSecond, syncsPerSecond, lagMs, cpuMsEach, coresBusy, workerMib, mostPerSecond } = routine;
  const { worker, database, shop } = cpuMsEach;
  return [
    atLeast(
      `Syncs without news a second, ${integrations} integrations every 15 minutes, one worker`,
      syncsPerSecond,
      Math.floor(duePerSecond * 0.98),
      ` (${duePerSecond} are due; ${coresBusy} cores busy)`,
    ),
    atMost("From due to begun, p99", lagMs.p99, 5_000, " ms", ` (p50 ${lagMs.p50} ms, most ${lagMs.most} ms)`),
    plain("CPU of each, worker and database (and the fake shop)", `${worker} ms + ${database} ms (${shop} ms)`),
    atMost("Memory of the worker", workerMib.most, 400, " MiB", ` (${workerMib.first} MiB at first, ${workerMib.last} MiB at last)`),
    atLeast("Syncs a second when thousands are due at once", mostPerSecond, 111),
    atMost(
      `Recovery by itself after an outage of ${recovery.outageSeconds} s of ${recovery.shops} shops, beside all the others, p95`,
      recovery.recoverySeconds.p95,
      150,
      " s",
      ` (p50 ${recovery.recoverySeconds.p50} s, most ${recovery.recoverySeconds.most} s)`,
    ),
    atMost(
      `From Refresh to the first order of a shop with 3,000, beside all the others, p95 of ${refresh.requests}`,
      refresh.firstOrderMs.p95,
      2_000,
      " ms",
      ` (p50 ${refresh.firstOrderMs.p50} ms)`,
    ),
  ];
}

function syncRows({ importAgainstFetch, storingAgainstCopy, scale }: SyncFigures): Row[] {
  return [
    ...importAgainstFetch.map(({ delayMs, ratio, importMs, fetchMs }) => {
      const what = `Import against merely fetching the same pages, from a shop that takes ${delayMs} ms to answer`;
      const beside = ` (${importMs} ms : ${fetchMs} ms)`;
      return delayMs === 0 ? plain(what, `${ratio}${beside}`) : atMost(what, ratio, 1.1, "", beside);
    }),
    atLeast("Rows stored per second against COPY of the same rows", storingAgainstCopy.ratio, 0.3),
    ...scaleRows(scale),
  ];
}

const restartRows = ({ users, phases }: RestartFigures): Row[] =>
  phases.map(({ name, requests, failed, slowestMs, seconds, goal }) => {
    const what = `Failed requests of ${users} users: ${name}`;
    const beside = ` of ${requests} (${failed.join(", ") || "none"}); slowest ${slowestMs} ms, ${seconds} s`;
    return goal === null ? plain(what, `${failed.length}${beside}`) : atMost(what, failed.length, goal, "", beside);
  });

function soakRows({ minutes, shops, syncs, checks, memoryMib, atRest, settledSeconds, scrapeMs }: SoakFigures): Row[] {
  const { before, after } = atRest;
  const scope = `${minutes} minutes, ${shops} shops that fail and recover`;
  return [
    plain(`${scope}: syncs, failed ones, checks`, `${syncs.succeeded}, ${syncs.failed}, ${checks}`),
    atMost(
      "Memory of two workers, last third against first",
      Number((memoryMib.last / memoryMib.first).toFixed(2)),
      1.1,
      "",
      ` (${memoryMib.last} MiB : ${memoryMib.first} MiB)`,
    ),
    atMost(
      "Open sockets at rest afterwards, beyond those before",
      Math.max(0, after.sockets - before.sockets),
      0,
      "",
      ` (${after.sockets})`,
    ),
    atMost("Sessions of PostgreSQL, the same", Math.max(0, after.sessions - before.sessions), 0, "", ` (${after.sessions})`),
    atMost("Connections that listen, the same", Math.max(0, after.listeners - before.listeners), 0, "", ` (${after.listeners})`),
    atMost("Jobs left", after.jobs, 0),
    plain("From the last outage until orders came in from every shop and no job was left", `${settledSeconds} s`),
    atMost("CPU for metrics, a scrape of a worker every 15 s", Number((scrapeMs / 150).toFixed(2)), 2, " %", ` (${scrapeMs} ms each)`),
  ];
}

function tracingRows({ integrations, seconds, without, sampled, exports, ratio }: TracingFigures): Row[] {
  const rounds = (
    of: readonly TracingFigures["sampled"][number][],
    figure: (round: TracingFigures["sampled"][number]) => number,
    unit: string,
  ) => of.map((round) => `${figure(round)} ${unit}`).join(", ");
  const described = (of: TracingFigures["sampled"]): string =>
    `${rounds(of, ({ cpuMsEach }) => cpuMsEach.worker, "ms")} of the worker, ${rounds(of, ({ cpuMsEach }) => cpuMsEach.database, "ms")} of the database`;
  return [
    atLeast(
      `Syncs a second with one in a hundred traced, ${integrations} integrations every 15 minutes, the slowest of ${sampled.length} rounds of ${seconds} s`,
      Math.min(...sampled.map(({ syncsPerSecond }) => syncsPerSecond)),
      108,
      ` (without traces ${rounds(without, ({ syncsPerSecond }) => syncsPerSecond, "")})`,
    ),
    atMost(
      "From due to begun, p99, the slowest round",
      Math.max(...sampled.map(({ lagMs }) => lagMs.p99)),
      5_000,
      " ms",
      ` (without traces ${rounds(without, ({ lagMs }) => lagMs.p99, "ms")})`,
    ),
    plain("CPU of each, traced", described(sampled)),
    plain("CPU of each, without traces", described(without)),
    plain("CPU of the worker, traced against without", `${ratio} (${exports} batches of spans sent)`),
  ];
}

const partitionsReport = ({ tables, pruneMs }: PartitionFigures): string =>
  [
    "A hundred days of rows as one table and as partitions of ten days, after a checkpoint. Deleting includes VACUUM. Times wander with other work on the machine, bytes do not; the decision is in [0014](decisions/0014-partitions-by-time.md).",
    "",
    "| table | rows | bytes of a row (indexes) | WAL of an insert: one table, partitions | newest 20 of a shop: one table, partitions | deleting a row: CPU, WAL | deleting a tenth : dropping a partition |",
    "|---|---|---|---|---|---|---|",
    ...tables.map(
      ({ table: name, rows, bytesOfRow, indexBytesOfRow, insert, newestMs, deleteEach, deleteMs, dropMs }) =>
        `| ${name} | ${rows} | ${bytesOfRow} (${indexBytesOfRow}) | ${insert.plain.walBytes} B, ${insert.parted.walBytes} B | ${newestMs.plain} ms, ${newestMs.parted} ms | ${deleteEach.cpuUs} µs, ${deleteEach.walBytes} B | ${deleteMs} ms : ${dropMs} ms |`,
    ),
    "",
    `Folding and deleting the past of a shop takes the database ${pruneMs} ms of CPU, four times a day.`,
  ].join("\n");

const table = (rows: readonly Row[]): string =>
  [
    "| what | figure | goal | reached |",
    "|---|---|---|---|",
    ...rows.map(
      ({ what, figure, goal, isReached }) =>
        `| ${what} | ${figure} | ${goal ?? "–"} | ${goal === null ? "–" : isReached ? "yes" : "**no**"} |`,
    ),
  ].join("\n");

/** The figures as a page: what was measured, how, beside which goal. */
export function writeReport(figures: Figures): string {
  const { prober, checks, sync, spans, tracing, partitions, goProber, operations } = figures;
  const parts = [
    "# Benchmarks",
    `Written by \`npm run bench\` on ${figures.measuredOn} (Node ${figures.node}, ${figures.cpu}); \`npm run bench -- prober\`, \`checks\`, \`sync\`, \`spans\`, \`tracing\` or \`partitions\` measures one part anew. Absolute figures wander by a factor of two on shared machines; ratios come from rounds of one run that take turns, and are their median. Pages: [page-benchmarks.md](page-benchmarks.md).`,
  ];
  if (prober) {
    parts.push(
      "## Cold probes",
      `\`npm run prober\` beside prometheus-blackbox-exporter ${goProber ?? ""}: the same target and client, both warm, CPU time of the two processes. HTTPS with an EC leaf and X25519. Memory after the run: ${prober.at(-1)?.oursMib ?? "?"} MiB, Go ${prober.at(-1)?.goMib ?? "?"} MiB.`,
      table(prober.map(proberRow)),
    );
  }
  if (checks) {
    parts.push(
      "## Checks",
      "A healthy WooCommerce in another process, no keys. The Go prober asks the address of the check's first request, cold each time; both are warm, rounds take turns, and every check has loopback addresses of its own, so that no ports run out. The shop numbers the requests of each connection, so that a connection called cold that was not is seen from outside. The round trip is made by a relay that delays both directions, and the first bytes once more for the handshake of TCP.",
      table([...checks.schemes.flatMap(checkRows), storedRow(checks.stored)]),
    );
  }
  if (sync) {
    parts.push(
      "## Orders",
      "A PostgreSQL of its own, thrown away afterwards; shops, the worker and the database are processes of their own on the same cores. Imports: 10,000 orders, beside the same requests sent by the same client and read as JSON, with nothing checked or stored; the shop waits so long before each answer, and its own work comes on top. Storing is to be hidden behind the network: where the shop is a process beside us that does not wait, there is none to hide it behind, and the figure says what storing costs. Routine: every integration has an imported shop of three orders, is asked three times (changes, count, carts among the orders), and its run is kept.",
      table(syncRows(sync)),
    );
  }
  if (operations?.restart) {
    parts.push(
      "## Restarts",
      "`npm run bench:restart`: `dist/` as deploy.md runs it, two web and two workers behind HAProxy and PgBouncer, pages without a sign-in. A process that is killed takes the requests that it was answering with it; HAProxy sends none of them twice unless the connection was lost before the first byte. `npm test` holds the same with a signed-in page (`e2e/many-processes.spec.ts`), and that the run of a killed worker is taken over within 15 s (`worker/worker.db.test.ts`; 10.4 s on a machine at its limit).",
      table(restartRows(operations.restart)),
    );
  }
  if (operations?.soak) {
    parts.push(
      "## Soak",
      "`npm run bench:soak`: two workers, every shop synced each two minutes, a quarter of the shops always down, each for a minute; checks and recovery probes included.",
      table(soakRows(operations.soak)),
    );
  }
  if (spans) {
    const { without, sampled } = spans;
    const added = Number((sampled - without).toFixed(1));
    parts.push(
      "## Traces",
      "One scheduled sync in a hundred is traced and sent to a collector beside it. Spans: a job and three requests, in processes of their own that take turns with and without an endpoint for traces.",
      table([atMost("CPU that traces add to a sync", added, 20, " µs", ` (spans ${sampled} µs, without an endpoint ${without} µs)`)]),
    );
  }
  if (tracing) {
    parts.push(
      "The worker of the routine above sends one scheduled sync in a hundred to a collector beside it, in rounds that take turns with rounds without traces on the same database.",
      table(tracingRows(tracing)),
    );
  }
  if (partitions) parts.push("## Partitions by time", partitionsReport(partitions));
  return `${parts.join("\n\n")}\n`;
}
