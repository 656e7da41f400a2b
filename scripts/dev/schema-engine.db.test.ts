import pg from "pg";
import { expect, test } from "vitest";
import { diffToSchema } from "@/scripts/dev/schema-engine.mjs";

const databaseUrl = (): string => process.env["MIGRATE_DATABASE_URL"] ?? "";

test("the migrations create exactly the tables of prisma/schema.prisma", async () => {
  expect(await diffToSchema(databaseUrl())).toBe("");
});

test("a column missing from the schema is found", async () => {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  await client.query("alter table merchant add column forgotten text");
  await client.end();
  expect(await diffToSchema(databaseUrl())).toMatch(/ALTER TABLE "merchant" DROP COLUMN "forgotten"/);
});
