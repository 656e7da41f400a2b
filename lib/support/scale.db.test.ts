import { createHash } from "node:crypto";
import { domainToASCII } from "node:url";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";
import { buyerStatement, findStatement } from "@/lib/support/find-statement";
import { listStatement } from "@/lib/support/merchant-list";
import { queueStatement } from "@/lib/support/queue/statement";
import { parseMerchantQuery } from "@/lib/support/search";
import { writeLargeFleet } from "@/lib/testing/large-fleet";

// Query plans of support's most frequent queries under its role: row-level security must not prevent index use. The tables are large enough
// for the planner to choose as it does with 100,000 merchants.

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
}

const LARGE = ["merchant", "person", "membership", "integration", "shop_order", "shipment", "lane", "fleet_fact", "incident"];

function flatten(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(flatten)];
}

/** Plan nodes that scan a large table, or discard much of what they read. */
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

const GREEK = [..."αβγδεζηθικλμνξοπ"];
const greekOf = (n: number): string =>
  [...createHash("md5").update(String(n)).digest("hex").slice(0, 12)].map((sign) => GREEK[Number.parseInt(sign, 16)]).join("");

/** Gives every fourth shop, its owner, its merchant and its URL a name in another script. */
async function writeOwnLetters(tx: Transaction, merchants: number): Promise<void> {
  const numbers = Array.from({ length: merchants / 4 }, (_, index) => 4 * index + 3);
  const words = numbers.map(greekOf);
  const urls = words.map((word) => `https://${domainToASCII(word)}.example`);
  const named = Prisma.sql`unnest(${numbers}::int[], ${words}::text[], ${urls}::text[]) as own(n, word, url)`;
  await tx.$executeRaw`update merchant set name = 'Μαγαζί ' || own.word from ${named} where merchant.id = md5('m' || own.n)::uuid`;
  await tx.$executeRaw`update person set name = 'Άννα ' || own.word from ${named} where person.id = md5('p' || own.n)::uuid`;
  await tx.$executeRaw`update integration set name = 'Κατάστημα ' || own.word, base_url = own.url from ${named} where integration.id = md5('i' || own.n)::uuid`;
}

/** Gives every third order the number that most shops have, and every tenth a buyer. */
async function writeEqualNumbers(tx: Transaction): Promise<void> {
  await tx.$executeRaw`update shop_order set number = '1001' where external_id::int % 3 = 0`;
  await tx.$executeRaw`update shop_order set customer_email = 'Buyer' || external_id || '@customer.example' where external_id::int % 10 = 0`;
}

beforeAll(async () => {
  await inPlatform((tx) => writeLargeFleet(tx, { merchants: 20_000, orders: 60_000 }), { timeoutMs: 120_000 });
  await inPlatform((tx) => writeOwnLetters(tx, 20_000), { timeoutMs: 120_000 });
  await inPlatform(writeEqualNumbers, { timeoutMs: 120_000 });
  const admin = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] });
  await admin.connect();
  // Autovacuum does the same: new entries of a trigram index wait in a pending list, which is scanned.
  await admin.query("vacuum analyze");
  await admin.end();
});

describe("with many merchants", () => {
  test.each([
    "0123ab",
    "handel 0123ab",
    "@0123",
    "1012345",
    "#1012345",
    "jjd0123",
    "zz",
    "handel",
    "1001 handel",
    "10.7.7.9",
    "10.7.7.0/24",
  ])("a search for %s reads no large table in full", async (text) => {
    expect(await findFullReads(findStatement(text))).toEqual([]);
  });

  test("a search for a number that most shops have reads its newest orders only", async () => {
    // Of names, PostgreSQL expects many matches for so short a text, and reads them in order until there are enough.
    expect((await findFullReads(findStatement("1001"))).filter((read) => read.endsWith("shop_order"))).toEqual([]);
  });

  test("a search for a buyer, or for an order of a named shop whose number all shops have, reads no large table in full", async () => {
    expect(await findFullReads(buyerStatement("buyer40@customer.example", 50))).toEqual([]);
    const [shop] = await inPlatform(
      (tx) => tx.$queryRaw<{ name: string }[]>`select i.name from integration i join shop_order o on o.integration_id = i.id
      where o.number = '1001' limit 1`,
    );
    const text = `1001 ${shop?.name.slice(5, 20)}`;
    expect(await findFullReads(findStatement(text))).toEqual([]);
    const found = await inPlatform((tx) => tx.$queryRaw<{ shop: string }[]>(findStatement(text)));
    expect(new Set(found.map((hit) => hit.shop))).toEqual(new Set([shop?.name]));
  });

  test.each([greekOf(7), greekOf(7).toUpperCase(), greekOf(7).slice(2, 8), `https://${greekOf(7)}.ex`, domainToASCII(greekOf(7)), "本屋"])(
    "a search for %s, in another script, reads no large table in full",
    async (text) => {
      expect(await findFullReads(findStatement(text))).toEqual([]);
    },
  );

  test("a search for part of a name in another script finds exactly the names that contain it", async () => {
    const part = greekOf(7).slice(2, 8);
    const found = await inPlatform((tx) => tx.$queryRaw<{ kind: string; text: string }[]>(findStatement(part)));
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(["merchant", "member", "shop"]));
  });

  test.each([{}, { page: "40" }, { sort: "newest" }, { state: "action_needed" }, { shopSystem: "magento" }])(
    "the list %j reads no large table in full",
    async (query) => {
      expect(await findFullReads(listStatement(parseMerchantQuery(query)))).toEqual([]);
    },
  );

  test("the queue reads only shops in trouble", async () => {
    const reads = await findFullReads(queueStatement());
    // The order rate of each failing shop is read from its own newest orders.
    expect(reads.filter((read) => !/^(Bitmap|Index).* of shop_order$/.test(read))).toEqual([]);
  });
});

test("the check for full reads detects one", async () => {
  expect(await findFullReads(Prisma.sql`select 1 from merchant where md5(name) = 'x'`)).toEqual(["Seq Scan of merchant"]);
});
