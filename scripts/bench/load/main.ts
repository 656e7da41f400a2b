import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import type pg from "pg";
import { makeWebProcess } from "@/e2e/support/web-process";
import { MINUTE_MS } from "@/lib/base/units";
import { type BenchDatabase, withDatabase } from "@/scripts/bench/database";
import { askPage, askPages, openBrowser, type PageRequest, type PageTiming } from "@/scripts/bench/load/ask-pages";
import { seedPast } from "@/scripts/bench/load/seed-past";
import { SUBJECT, seedSubject } from "@/scripts/bench/load/seed-subject";
import { cpuMsOf, memoryMibOf, percentile, report, round } from "@/scripts/bench/measure";
import { atMost, type Costs, plain, record } from "@/scripts/bench/report";
import { build } from "@/scripts/dev/build.mjs";

// `npm run bench:load`: response times and CPU cost of the pages of a merchant with 400 integrations and 100,000 orders, while each of 60
// people opens a page every three seconds. `-- --replicas 2`: two web processes for 100 people.

const PAUSE_MS = 3_000;
const WARM_UP_MS = 15_000;
const MEASURE_MS = MINUTE_MS;
const COST_SAMPLES = 40;
const METHOD = "`npm run bench:load`: 60 people open six pages of a merchant with 400 shops and 100,000 orders, each every three seconds.";

const { values } = parseArgs({ options: { replicas: { type: "string", default: "1" } } });
const replicas = Number(values.replicas);
const users = replicas === 1 ? 60 : 50 * replicas;

/** One session per visitor, all of the same person. */
async function openSessions(client: pg.Client): Promise<string[]> {
  const { encodeSession, sessionCookieName } = await import("@/lib/identity/auth/token");
  const cookies: string[] = [];
  for (let user = 0; user < users; user += 1) {
    const id = randomUUID();
    await client.query("insert into session (id, person_id, expires_at) values ($1, $2, now() + interval '1 day')", [id, SUBJECT.personId]);
    cookies.push(`${sessionCookieName()}=${await encodeSession(id)}`);
  }
  return cookies;
}

async function listPages(client: pg.Client): Promise<PageRequest[]> {
  const one = async (text: string): Promise<string> => String((await client.query(text)).rows[0]?.id);
  const integration = await one("select id from integration order by name limit 1");
  const order = await one("select id from shop_order order by placed_at desc limit 1");
  const base = `/m/${SUBJECT.merchantId}`;
  return [
    { name: "overview", path: base },
    { name: "integrations", path: `${base}/integrations` },
    { name: "integration", path: `${base}/integrations/${integration}` },
    { name: "orders", path: `${base}/orders` },
    { name: "order search", path: `${base}/orders?q=customer4711` },
    { name: "order", path: `${base}/orders/${order}` },
  ];
}

function summarize(timings: readonly PageTiming[]) {
  const at = (of: (timing: PageTiming) => number, share: number): number => round(percentile(timings.map(of), share), 1);
  return {
    pages: timings.length,
    firstByteP50Ms: at(({ firstByteMs }) => firstByteMs, 0.5),
    firstByteP95Ms: at(({ firstByteMs }) => firstByteMs, 0.95),
    wholeP95Ms: at(({ totalMs }) => totalMs, 0.95),
    kilobytes: round(timings.reduce((sum, { bytes }) => sum + bytes, 0) / timings.length / 1000, 1),
    failed: timings.filter(({ status }) => status !== 200).length,
  };
}

type PageCost = Costs["page"];

/** CPU milliseconds of web process and database per page, requested sequentially, so that other load hardly matters. */
async function measureCost(pids: PageCost, cookie: string, url: string, pages: readonly PageRequest[]): Promise<Record<string, PageCost>> {
  const cost: Record<string, PageCost> = {};
  const browser = openBrowser();
  const cpu = (): PageCost => ({ web: cpuMsOf(pids.web), database: cpuMsOf(pids.database) });
  for (const page of pages) {
    const before = cpu();
    for (let count = 0; count < COST_SAMPLES; count += 1) await askPage(url, cookie, page, browser);
    const after = cpu();
    const each = (of: keyof PageCost): number => round((after[of] - before[of]) / COST_SAMPLES, 1);
    cost[page.name] = { web: each("web"), database: each("database") };
  }
  browser.destroy();
  return cost;
}

const meanOf = (costs: readonly PageCost[], of: keyof PageCost): number =>
  round(costs.reduce((sum, cost) => sum + cost[of], 0) / costs.length, 1);

async function measureLoad(database: BenchDatabase): Promise<void> {
  report("seeding");
  const { admin } = database;
  await seedSubject(admin);
  await seedPast(admin);
  const webs = await Promise.all(Array.from({ length: replicas }, () => makeWebProcess({})));
  const [cookies, pages] = [await openSessions(admin), await listPages(admin)];
  try {
    await Promise.all(webs.map((web) => web.start()));
    const visitors = { urls: webs.map(({ url }) => url), cookies, pages, pauseMs: PAUSE_MS };
    report("warming up");
    await askPages({ ...visitors, durationMs: WARM_UP_MS });
    report("CPU of a page");
    const pids = { web: webs[0]?.pid() ?? 0, database: database.pid };
    const byPage = await measureCost(pids, cookies[0] ?? "", visitors.urls[0] ?? "", pages);
    console.table(byPage);
    const costs = Object.values(byPage);
    const page = { web: meanOf(costs, "web"), database: meanOf(costs, "database") };
    report(`${users} people read`);
    const timings = await askPages({ ...visitors, durationMs: MEASURE_MS });
    const all = summarize(timings);
    console.table({ ...Object.fromEntries(pages.map(({ name }) => [name, summarize(timings.filter(({ page }) => page === name))])), all });
    const memory = webs.map((web) => round(memoryMibOf(web.pid())));
    const rows = [
      atMost("First byte, 95th percentile", all.firstByteP95Ms, 300, " ms", `, half within ${all.firstByteP50Ms} ms`),
      atMost("Whole page, 95th percentile", all.wholeP95Ms, 400, " ms"),
      atMost(`Failed, of ${all.pages} pages`, all.failed, 0),
      plain("CPU of a page, mean of the six: web, database", `${page.web} ms, ${page.database} ms`),
      atMost("Memory of a web process", Math.max(...memory), 500, " MiB"),
    ];
    if (replicas === 1) record("load", { title: "Pages under load", method: METHOD, rows }, { page });
    else console.table(rows);
    if (rows.some(({ isReached }) => isReached === false)) process.exitCode = 1;
  } finally {
    await Promise.all(webs.map((web) => web.stop()));
  }
}

await build();
await withDatabase(measureLoad, ["shared_buffers=512MB", "max_wal_size=8GB", "checkpoint_timeout=30min"]);
process.exit();
