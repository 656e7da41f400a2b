import { randomBytes } from "node:crypto";
import pg from "pg";
import { NO_FILTER, type OrderQuery } from "@/lib/orders/order-query";

// `node scripts/run.mjs scripts/bench/order-search.ts [own] [others]`: how long the searches of one merchant take among the orders of others, and
// the plan of one. Makes a database of its own beside DATABASE_URL and removes it. Figures: docs/order-search.md.

const [own = 100_000, others = 1_000_000] = process.argv.slice(2).map(Number);
const ROUNDS = 20;

const admin = new pg.Client({ connectionString: process.env["DATABASE_URL"] });
await admin.connect();
const name = `bench_orders_${randomBytes(4).toString("hex")}`;
await admin.query(`create database ${name}`);
const url = new URL(process.env["DATABASE_URL"] ?? "");
url.pathname = `/${name}`;
process.env["DATABASE_URL"] = url.href;

// Only now: these read where the database is when they are loaded.
const { jobScope } = await import("@/lib/identity/accounts/access");
const { createIntegration } = await import("@/lib/integrations/mutations");
const { listOrderStatuses, listOrders } = await import("@/lib/orders/data");
const { disconnect, inPlatform } = await import("@/lib/infra/db");
const { migrate } = await import("@/lib/infra/migrate");

const EVERYTHING: OrderQuery = NO_FILTER;
const ASKED: Readonly<Record<string, Partial<OrderQuery>>> = {
  "no search": {},
  "a number": { search: "n777" },
  "a rare e-mail": { search: "person77123@example.com" },
  "a frequent name": { search: "jansen" },
  "two words": { search: "jansen sku-777" },
  "a word nobody has": { search: "zzzzzz" },
  "two letters": { search: "zz" },
  "a rare status": { status: "failed" },
  "a rare status and a name": { status: "failed", search: "jansen" },
};

/** Orders like a shop's: a number, one of a few hundred names, an e-mail of its own, one of a thousand SKUs. */
const fill = (merchantId: string, integrationId: string, count: number): Promise<unknown> =>
  db.query(
    `insert into shop_order (merchant_id, id, integration_id, external_id, number, status, currency, total, customer_name, placed_at, modified_at, raw, raw_hash, search_text)
     select $1, gen_random_uuid(), $2, i::text, 'N' || i, case when i % 1000 = 0 then 'failed' when i % 3 = 0 then 'completed' else 'processing' end, 'EUR', 10, 'x',
       now() - i * interval '1 minute', now() - i * interval '1 minute', jsonb_build_object('id', i, 'note', repeat('x', 200)), '\\x01',
       'n' || i || ' ' || (array['jansen','visser','weber','schmidt','dubois','rossi'])[1 + i % 6] || i % 300 || ' person' || i || '@example.com sku-' || i % 1000
     from generate_series(1, $3) i`,
    [merchantId, integrationId, count],
  );

const db = new pg.Client({ connectionString: url.href });
try {
  await migrate(url.href);
  await db.connect();
  const shopOf = async (merchantName: string) => {
    const { id } = await inPlatform((tx) => tx.merchant.create({ data: { name: merchantName } }));
    const scope = jobScope("bench", id);
    const made = await createIntegration(scope, { name: "Shop", platform: "woocommerce", baseUrl: "https://shop.example" }, null);
    if (!made.ok) throw new Error(made.reason);
    return { scope, integrationId: made.value.integrationId };
  };
  const mine = await shopOf("Mine");
  // The bench fills as the platform: no policy in the way of a bulk insert.
  await db.query("set role mooring_platform");
  const started = performance.now();
  await fill(mine.scope.merchantId, mine.integrationId, own);
  for (let left = others; left > 0; left -= own) {
    const other = await shopOf("Other");
    await fill(other.scope.merchantId, other.integrationId, Math.min(left, own));
  }
  await db.query("reset role");
  await db.query("vacuum analyze shop_order");
  console.log(`${own} orders of the merchant, ${others} of others, filled in ${Math.round((performance.now() - started) / 1000)} s`);

  for (const [what, part] of Object.entries(ASKED)) {
    const times: number[] = [];
    let found = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const begun = performance.now();
      found = (await listOrders(mine.scope, { ...EVERYTHING, ...part })).rows.length;
      times.push(performance.now() - begun);
    }
    times.sort((a, b) => a - b);
    const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1);
    console.log(
      `${what.padEnd(26)} ${String(found).padStart(3)} rows   median ${at(0.5)} ms   p95 ${at(0.95)} ms   first ${at(1)} ms at most`,
    );
  }
  const begun = performance.now();
  const statuses = await listOrderStatuses(mine.scope);
  console.log(`statuses (${statuses.length}) in ${(performance.now() - begun).toFixed(1)} ms`);

  const { rows } = await db.query<{ statement: string }>(
    "select order_search_statement($1, array['jansen', 'sku-777'], '{}', 'true', 51) as statement",
    [mine.scope.merchantId],
  );
  await db.query("set role mooring_platform");
  const plan = await db.query<{ "QUERY PLAN": string }>(`explain (analyze, buffers) ${rows[0]?.statement}`);
  console.log(plan.rows.map((row) => row["QUERY PLAN"]).join("\n"));
} finally {
  await disconnect();
  await db.end();
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
}
