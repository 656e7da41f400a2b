// What support asks most, with 100,000 merchants and a million orders: `node scripts/run.mjs scripts/bench/support.ts`. Fills a database of
// its own on the server of DATABASE_URL and drops it again.
import { randomBytes } from "node:crypto";
import pg from "pg";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { disconnect, inPlatform } from "@/lib/infra/db";
import { env, required } from "@/lib/infra/env";
import { migrate } from "@/lib/infra/migrate";
import { countFleet } from "@/lib/operations/fleet/counts";
import { countShops, listFittingShops } from "@/lib/operations/fleet/data";
import { watchFleet } from "@/lib/operations/fleet/incidents";
import { listMerchants } from "@/lib/support/data";
import { findAnything } from "@/lib/support/find";
import { listQueue } from "@/lib/support/queue";
import { parseMerchantQuery } from "@/lib/support/search";
import { writeLargeFleet } from "@/lib/testing/large-fleet";

const SIZE = { merchants: 100_000, orders: 1_000_000 };
const ROUNDS = 15;

const server = required("DATABASE_URL");
const name = `bench_${randomBytes(6).toString("hex")}`;
const url = new URL(server);
url.pathname = `/${name}`;
const admin = new pg.Client({ connectionString: server });
await admin.connect();
await admin.query(`create database ${name}`);
// The environment was read when the first module asked for it.
Object.assign(env(), { DATABASE_URL: url.href });

const scope = jobPlatformScope("bench");
const list = (query: Record<string, string>) => () => listMerchants(scope, parseMerchantQuery(query));
const QUESTIONS: Record<string, () => Promise<unknown>> = {
  "search: part of a name": () => findAnything(scope, "0123ab"),
  "search: a word that every merchant has": () => findAnything(scope, "handel"),
  "search: order number": () => findAnything(scope, "1512345"),
  "search: tracking number": () => findAnything(scope, "jjd0123a"),
  "search: e-mail": () => findAnything(scope, "p4711@"),
  "search: two letters": () => findAnything(scope, "ha"),
  "list: first page": list({}),
  "list: page 400": list({ page: "400" }),
  "list: most in need first": list({ sort: "attention" }),
  "list: waiting for a person": list({ state: "needs_you" }),
  "fleet: counts": () => countFleet(scope),
  "fleet: shops with a cause, counted and listed": () =>
    Promise.all([countShops(scope, { cause: "server_error" }), listFittingShops(scope, { cause: "server_error" }, 1)]),
  "fleet: all that run as usual, counted and listed": () =>
    Promise.all([countShops(scope, { state: "regular" }), listFittingShops(scope, { state: "regular" }, 1)]),
  "fleet: look for shops that fail together": () => watchFleet(scope),
  "queue: by effect": () => listQueue(scope, { sort: "effect", state: "all", page: 1 }),
};

async function measure(work: () => Promise<unknown>): Promise<{ median: number; worst: number }> {
  const times: number[] = [];
  await work();
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  return { median: times[Math.floor(ROUNDS / 2)] ?? 0, worst: times.at(-1) ?? 0 };
}

try {
  await migrate(url.href);
  const startedAt = performance.now();
  await inPlatform((tx) => writeLargeFleet(tx, SIZE), { timeoutMs: 1_200_000 });
  const own = new pg.Client({ connectionString: url.href });
  await own.connect();
  await own.query("vacuum analyze");
  await own.end();
  console.log(`${SIZE.merchants} merchants, ${SIZE.orders} orders, written in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  for (const [question, work] of Object.entries(QUESTIONS)) {
    const { median, worst } = await measure(work);
    console.log(`${question.padEnd(48)} median ${median.toFixed(1).padStart(7)} ms   worst ${worst.toFixed(1).padStart(7)} ms`);
  }
} finally {
  await disconnect();
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.end();
}
