import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { findStatement } from "@/lib/support/find";
import { listStatement } from "@/lib/support/merchant-list";
import { queueStatement } from "@/lib/support/queue";
import { parseMerchantQuery } from "@/lib/support/search";
import { inPlatform } from "@/lib/system/db";
import { Prisma } from "@/lib/system/prisma-client/client";
import { writeLargeFleet } from "@/lib/testing/large-fleet";

// The plans of what support asks most, under the role it is asked as: row-level security must not keep an index from being used. The size
// is enough for the planner to choose as it does with 100,000 merchants; scripts/bench/support.ts measures those.

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
}

const LARGE = ["merchant", "person", "membership", "integration", "shop_order", "shipment", "lane"];

function flatten(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(flatten)];
}

/** What reads a large table from its beginning to its end, or much of it in vain. */
async function findFullReads(statement: Prisma.Sql): Promise<string[]> {
  const rows = await inPlatform((tx) =>
    tx.$queryRaw<{ "QUERY PLAN": { Plan: Plan }[] }[]>(Prisma.sql`explain (analyze, format json) ${statement}`),
  );
  const plan = rows[0]?.["QUERY PLAN"][0]?.Plan;
  if (!plan) throw new Error("no plan");
  return flatten(plan)
    .filter((node) => LARGE.includes(node["Relation Name"] ?? ""))
    .filter((node) => (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"] > 5000)
    .map((node) => `${node["Node Type"]} of ${node["Relation Name"]}`);
}

beforeAll(async () => {
  await inPlatform((tx) => writeLargeFleet(tx, { merchants: 20_000, orders: 60_000 }), { timeoutMs: 120_000 });
  const admin = new pg.Client({ connectionString: process.env["DATABASE_URL"] });
  await admin.connect();
  // As autovacuum does it: what was just added to a trigram index waits in a list that must be read in full.
  await admin.query("vacuum analyze");
  await admin.end();
});

describe("with many merchants", () => {
  test.each(["0123ab", "handel 0123ab", "@0123", "1012345", "#1012345", "jjd0123", "zz", "handel"])(
    "a search for %s reads no large table in full",
    async (text) => {
      expect(await findFullReads(findStatement(text))).toEqual([]);
    },
  );

  test.each([{}, { page: "40" }, { sort: "newest" }, { state: "needs_you" }, { platform: "magento" }])(
    "the list %j reads no large table in full",
    async (query) => {
      expect(await findFullReads(listStatement(parseMerchantQuery(query)))).toEqual([]);
    },
  );

  test.each(["needs_you", "slow_for_long", "asked"] as const)("the queue of %s reads only what is in trouble", async (state) => {
    const reads = await findFullReads(queueStatement(state));
    // The pace of each troubled shop is read from its own newest orders.
    expect(reads.filter((read) => !/^(Bitmap|Index).* of shop_order$/.test(read))).toEqual([]);
  });
});

test("the test above sees a table that is read in full", async () => {
  expect(await findFullReads(Prisma.sql`select 1 from merchant where md5(name) = 'x'`)).toEqual(["Seq Scan of merchant"]);
});
