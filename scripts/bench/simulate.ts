import { parseArgs } from "node:util";
import { DAY_MS, DAY_SECONDS } from "@/lib/base/units";
import { readBenchmarks } from "@/scripts/bench/report";

// `npm run simulate`, or `-- --orders 200`: the machines for a number of shops, by docs/benchmarks.json. See docs/benchmarks.md.

const { values } = parseArgs({
  options: {
    shops: { type: "string", default: "10000,100000,1000000,10000000" },
    /** New orders per shop and day. */
    orders: { type: "string", default: "20" },
    /** Pages that a merchant opens per shop and day. */
    pages: { type: "string", default: "2" },
    /** Share of shops failing at any time, which are checked every six hours. */
    failing: { type: "string", default: "0.03" },
    /** Retention of orders in years. */
    years: { type: "string", default: "2" },
  },
});
const given = { orders: Number(values.orders), pages: Number(values.pages), failing: Number(values.failing), years: Number(values.years) };

const { costs } = readBenchmarks();

const SYNCS = 96;
/** An order is stored when it is placed, paid and shipped. */
const STORED = 3;
const KEPT_DAYS = 100;
/** Stored runs per shop: all of the last eight days, then four a day. */
const RUNS = 8 * SYNCS + (KEPT_DAYS - 8) * 4;
/** Wall time on two cores, shared by worker, database and shop: an upper bound, split evenly between worker and database. */
const storeMs = costs.import / 10_000;
/** CPU milliseconds to prune a shop's history, and bytes per row with indexes: docs/decisions/0014-partitions-by-time.md. */
const PRUNE_MS = 0.89;
const BYTES = { order: 3051, run: 490, check: 4865, delivery: 222 };

const aDay = { syncs: SYNCS, stored: given.orders * STORED, checks: given.failing * 4, pages: given.pages };
/** CPU milliseconds per shop and day. */
const cpu = {
  worker: aDay.syncs * costs.sync.worker + aDay.stored * storeMs + aDay.checks * costs.check.worker,
  database:
    aDay.syncs * costs.sync.database +
    aDay.stored * storeMs +
    aDay.checks * costs.check.database +
    4 * PRUNE_MS +
    aDay.pages * costs.page.database,
  web: aDay.pages * costs.page.web,
};
const bytes = {
  orders: given.orders * 365 * given.years * BYTES.order,
  runs: RUNS * BYTES.run,
  checks: aDay.checks * KEPT_DAYS * BYTES.check,
  deliveries: aDay.stored * 3 * BYTES.delivery,
};

/** Pages are opened during ten hours a day, syncs run around the clock; machines should be half idle. */
const PEAK = 2.4;
const IDLE = 2;
const cores = (ms: number, shops: number, peak = 1): number => (ms * shops * peak * IDLE) / DAY_MS;
/** Limits of one server: cores, and bytes that can be restored within a working day. */
const SERVER = { cores: 64, bytes: 20e12 };

const round = (value: number): string => value.toLocaleString("en", { maximumSignificantDigits: 2 });
const terabytes = (value: number): string => `${round(value / 1e12)} TB`;
const total = Object.values(bytes).reduce((sum, value) => sum + value, 0);
const rows = values.shops.split(",").map((text) => {
  const shops = Number(text);
  const database = cores(cpu.database, shops);
  const servers = Math.ceil(Math.max(database / SERVER.cores, (shops * total) / SERVER.bytes));
  return [
    shops.toLocaleString("en"),
    round((shops * SYNCS) / DAY_SECONDS),
    round(cores(cpu.worker, shops)),
    round(cores(cpu.web, shops, PEAK)),
    round(database),
    terabytes(shops * bytes.orders),
    terabytes(shops * (total - bytes.orders)),
    String(servers),
  ];
});

process.stdout.write(`A shop a day: ${given.orders} orders, ${given.pages} pages, ${given.failing * 100} % failing; orders kept ${given.years} years.
CPU: worker ${round(cpu.worker)} ms, database ${round(cpu.database)} ms, web ${round(cpu.web)} ms. Bytes kept: orders ${round(bytes.orders / 1e6)} MB, runs ${round(bytes.runs / 1e3)} kB, checks ${round(bytes.checks / 1e3)} kB, deliveries ${round(bytes.deliveries / 1e3)} kB.

| shops | syncs a second | worker cores | web cores at the peak | database cores | orders | everything else | PostgreSQL servers of ${SERVER.cores} cores and ${terabytes(SERVER.bytes)} |
|---|---|---|---|---|---|---|---|
${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}
`);
