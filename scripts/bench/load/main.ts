import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { encodeSession, sessionCookieName } from "@/lib/identity/auth/token";
import {
  askPage,
  askPages,
  openBrowser,
  type PageRequest,
  type PageTiming,
  percentile,
  type Visitors,
} from "@/scripts/bench/load/ask-pages";
import { PLAN_SETTINGS, readPlans } from "@/scripts/bench/load/read-plans";
import { seedPast } from "@/scripts/bench/load/seed-past";
import { type Scale, SUBJECT, seedScale } from "@/scripts/bench/load/seed-scale";
import { cpuMsOf, cpuMsOfFamily, memoryMibOf, type PageCost } from "@/scripts/bench/measure";
import { build, isBuilt } from "@/scripts/dev/build.mjs";
import { startChild } from "@/scripts/dev/children.mjs";
import { ownEnvironment } from "@/scripts/dev/own-environment.mjs";
import { findFreePort } from "@/scripts/dev/ports.mjs";
import { runtimeUrlOf, startPostgres } from "@/scripts/dev/postgres.mjs";
import { readOrMakeSecrets } from "@/scripts/dev/secrets.mjs";
import { typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

// `npm run bench:load`: how long the pages of a merchant with 400 integrations and 100,000 orders take while 60 people open one after another, three
// seconds apart (`-- --replicas 2` asks two web processes for 100 people). `-- --large` puts a million integrations and ten million orders of other merchants beside it (about 15 GB and half an hour to
// write; kept in .data/bench for the next time). `-- --cost` prints what each page costs in CPU and ends there.

const PAUSE_MS = 3_000;
const WARM_UP_MS = 15_000;
const MEASURE_MS = 60_000;
const COST_SAMPLES = 40;

const root = path.join(import.meta.dirname, "../../..");
const data = path.join(root, ".data/bench");
const postgresData = path.join(data, "postgres");
const { values } = parseArgs({
  options: {
    large: { type: "boolean", default: false },
    cost: { type: "boolean", default: false },
    replicas: { type: "string", default: "1" },
  },
});
const replicas = Number(values.replicas);
const users = replicas === 1 ? 60 : 50 * replicas;
const scale: Scale = {
  ownIntegrations: 400,
  ownOrders: 100_000,
  otherIntegrations: values.large ? 1_000_000 : 0,
  otherOrders: values.large ? 10_000_000 : 0,
};
const scaling = values.large ? 1.5 : 1;
const limits = { firstByteP95Ms: 300 * scaling, wholeP95Ms: 400 * scaling };
const tell = (text: string): boolean => process.stderr.write(`  ${new Date().toISOString().slice(11, 19)} ${text}\n`);

async function openDatabase(serverUrl: string, env: NodeJS.ProcessEnv): Promise<string> {
  const name = values.large ? "load_large" : "load";
  const database = new URL(serverUrl);
  database.pathname = `/${name}`;
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  const { rowCount } = await admin.query("select 1 from pg_database where datname = $1", [name]);
  if (rowCount === 0) await admin.query(`create database ${name}`);
  await admin.end();
  const prepare = startChild({
    name: "prepare",
    args: typescriptArguments("scripts/dev/prepare.ts"),
    env: { ...env, DATABASE_URL: runtimeUrlOf(database.href, postgresData), MIGRATE_DATABASE_URL: database.href },
    logs: data,
  });
  await prepare.ended;
  const client = new pg.Client({ connectionString: database.href });
  await client.connect();
  const seeded = await client.query("select 1 from merchant where id = $1", [SUBJECT.merchantId]);
  await client.end();
  if (seeded.rowCount === 0)
    await seedScale(database.href, scale, tell).catch(async (error: unknown) => {
      await dropDatabase(serverUrl, name); // half of it would pass for all of it the next time
      throw error;
    });
  await seedPast(database.href);
  return database.href;
}

async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
}

/** One session for each visitor, all of the same person. */
async function openSessions(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const cookies: string[] = [];
  for (let user = 0; user < users; user += 1) {
    const id = randomUUID();
    await client.query("insert into session (id, person_id, expires_at) values ($1, $2, now() + interval '1 day')", [id, SUBJECT.personId]);
    cookies.push(`${sessionCookieName()}=${await encodeSession(id)}`);
  }
  await client.end();
  return cookies;
}

async function listPages(databaseUrl: string) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const one = async (text: string): Promise<string> => String((await client.query(text, [SUBJECT.merchantId])).rows[0]?.id);
  const integration = await one("select id from integration where merchant_id = $1 order by name limit 1");
  const order = await one("select id from shop_order where merchant_id = $1 order by placed_at desc limit 1");
  await client.end();
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
  const first = timings.map(({ firstByteMs }) => firstByteMs);
  const total = timings.map(({ totalMs }) => totalMs);
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    pages: timings.length,
    firstByteP50Ms: round(percentile(first, 0.5)),
    firstByteP95Ms: round(percentile(first, 0.95)),
    wholeP95Ms: round(percentile(total, 0.95)),
    kilobytes: round(timings.reduce((sum, { bytes }) => sum + bytes, 0) / timings.length / 1000),
    failed: timings.filter(({ status }) => status !== 200).length,
  };
}

/** CPU in milliseconds of the web process and of the database for one page, asked one after another: neighbours on the machine hardly change it. */
async function measureCost(
  pids: { web: number; database: number },
  cookie: string,
  url: string,
  pages: readonly PageRequest[],
): Promise<Record<string, PageCost>> {
  const cost: Record<string, PageCost> = {};
  const browser = openBrowser();
  const cpu = (): PageCost => ({ web: cpuMsOf(pids.web), database: cpuMsOfFamily(pids.database) });
  for (const page of pages) {
    const before = cpu();
    for (let count = 0; count < COST_SAMPLES; count += 1) await askPage(url, cookie, page, browser);
    const after = cpu();
    const each = (of: keyof PageCost): number => Math.round(((after[of] - before[of]) / COST_SAMPLES) * 10) / 10;
    cost[page.name] = { web: each("web"), database: each("database") };
  }
  browser.destroy();
  return cost;
}

/** Asks for a minute, and prints what came of it. */
async function measureLoad(visitors: Omit<Visitors, "durationMs">) {
  const timings = await askPages({ ...visitors, durationMs: MEASURE_MS });
  const all = summarize(timings);
  const pages = Object.fromEntries(visitors.pages.map(({ name }) => [name, summarize(timings.filter(({ page }) => page === name))]));
  console.table({ ...pages, all });
  return { all, pages };
}

/** Keeps the figures, and says by the exit code whether the goal is reached. */
function keep(figures: Awaited<ReturnType<typeof measureLoad>> & Record<string, unknown>): void {
  const file = path.join(root, "docs/page-load.json");
  const before = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as object) : {};
  const name = values.large ? "large" : replicas === 1 ? "merchant" : "replicas";
  const measured = { measuredOn: new Date().toISOString().slice(0, 10), scale, users, replicas, pauseMs: PAUSE_MS, limits, ...figures };
  fs.writeFileSync(file, `${JSON.stringify({ ...before, [name]: measured }, null, 2)}\n`);
  const { all } = figures;
  process.exitCode = all.firstByteP95Ms <= limits.firstByteP95Ms && all.wholeP95Ms <= limits.wholeP95Ms && all.failed === 0 ? 0 : 1;
}

const startReplica = (name: string, port: string, databaseUrl: string) =>
  startChild({
    name,
    args: [path.join(root, "node_modules/next/dist/bin/next"), "start", "-H", "127.0.0.1", "-p", port],
    env: { ...env, DATABASE_URL: databaseUrl },
    logs: data,
  });

async function untilAnswered(address: string): Promise<void> {
  for (;;)
    if (
      await fetch(`${address}/sign-in`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
}

fs.mkdirSync(data, { recursive: true });
const secrets = readOrMakeSecrets(data);
Object.assign(process.env, secrets);
const urls = await Promise.all(Array.from({ length: replicas }, async () => `http://127.0.0.1:${await findFreePort()}`));
const [url = ""] = urls;
process.env["NEXTAUTH_URL"] = url;
const env = {
  ...ownEnvironment(),
  ...typescriptEnvironment,
  ...secrets,
  NEXTAUTH_URL: url,
  NODE_ENV: "production" as const,
  NEXT_TELEMETRY_DISABLED: "1",
};
const postgres = await startPostgres({
  root,
  dataDir: postgresData,
  settings: ["shared_buffers=512MB", "max_wal_size=8GB", "checkpoint_timeout=30min", ...PLAN_SETTINGS],
});
try {
  const databaseUrl = await openDatabase(postgres.url, env);
  if (!isBuilt()) await build();
  const web = urls.map((address, index) =>
    startReplica(`web-${index + 1}`, new URL(address).port, runtimeUrlOf(databaseUrl, postgresData)),
  );
  try {
    await Promise.all(urls.map(untilAnswered));
    const [cookies, pages] = [await openSessions(databaseUrl), await listPages(databaseUrl)];
    const [cookie = ""] = cookies;
    tell("warming up");
    await askPages({ urls, cookies, pages, pauseMs: PAUSE_MS, durationMs: WARM_UP_MS });
    tell("plans of the statements");
    const plans = await readPlans(databaseUrl, `${path.join(data, "postgres")}.log`, { url, cookie, pages });
    console.table(
      Object.entries(plans).map(([page, { statements, ms, wholeTables }]) => ({
        page,
        statements,
        ms,
        wholeTables: JSON.stringify(wholeTables),
      })),
    );
    tell("CPU of a page");
    const pids = web.map(({ identity }) => identity.pid);
    const [pid = 0] = pids;
    const cpuMs = await measureCost({ web: pid, database: postgres.pid }, cookie, url, pages);
    console.table(cpuMs);
    if (!values.cost) {
      tell(`${users} people read: goals p95 ${JSON.stringify(limits)}`);
      const figures = await measureLoad({ urls, cookies, pages, pauseMs: PAUSE_MS });
      const webMiB = pids.map((process) => Math.round(memoryMibOf(process)));
      console.log(`web processes: ${webMiB.join(", ")} MiB`);
      keep({ webMiB, cpuMs, ...figures, plans });
    }
  } finally {
    await Promise.all(web.map((replica) => replica.stop(4_000)));
  }
} finally {
  await postgres.stop();
}
process.exit();
