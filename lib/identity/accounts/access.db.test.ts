import pg from "pg";
import { expect, test } from "vitest";
import { inMerchant, inPlatform } from "@/lib/infra/db";

const twoMerchants = () =>
  inPlatform(async (tx) => {
    const [a, b] = await Promise.all(["A", "B"].map((name) => tx.merchant.create({ data: { name } })));
    if (!a || !b) throw new Error("no merchants");
    for (const merchant of [a, b]) {
      await tx.integration.create({
        data: { merchantId: merchant.id, name: merchant.name, shopSystem: "woocommerce", baseUrl: "https://shop.example" },
      });
    }
    return { a: a.id, b: b.id };
  });

test("a transaction of one merchant cannot read, change or add rows of another, whatever its where clause", async () => {
  const { a, b } = await twoMerchants();
  const seen = await inMerchant(a, (tx) => tx.integration.findMany());
  expect(seen.map((row) => row.merchantId)).toEqual([a]);
  expect(await inMerchant(a, (tx) => tx.integration.updateMany({ where: { merchantId: b }, data: { name: "taken" } }))).toEqual({
    count: 0,
  });
  await expect(
    inMerchant(a, (tx) =>
      tx.integration.create({ data: { merchantId: b, name: "x", shopSystem: "woocommerce", baseUrl: "https://x.example" } }),
    ),
  ).rejects.toThrow();
});

test("without a merchant the application's role sees no merchant's rows", async () => {
  await twoMerchants();
  const client = new pg.Client({ connectionString: process.env["DATABASE_URL"], options: "-c role=mooring_app" });
  await client.connect();
  const tables = await client.query<{ table_name: string }>(
    "select table_name from information_schema.columns where column_name = 'merchant_id' and table_schema = 'public'",
  );
  expect(tables.rows.length).toBeGreaterThan(8);
  for (const { table_name } of tables.rows) expect((await client.query(`select 1 from "${table_name}"`)).rowCount, table_name).toBe(0);
  await expect(client.query("select 1 from person")).rejects.toThrow(/permission denied/);
  await client.end();
});

test("every table with a merchant_id has row-level security, forced on its owner too", async () => {
  const client = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] });
  await client.connect();
  const { rows } =
    await client.query(`select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'merchant_id'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not (c.relrowsecurity and c.relforcerowsecurity)`);
  expect(rows).toEqual([]);
  const bypass = await client.query("select rolname from pg_roles where rolname like 'mooring\\_%' and (rolbypassrls or rolsuper)");
  expect(bypass.rows).toEqual([]);
  await client.end();
});

test("the audit log is append-only", async () => {
  const { a } = await twoMerchants();
  await inMerchant(a, (tx) => tx.auditEvent.create({ data: { merchantId: a, actor: { kind: "job", job: "test" }, action: "test" } }));
  await expect(inMerchant(a, (tx) => tx.auditEvent.updateMany({ data: { action: "other" } }))).rejects.toThrow(/permission denied/);
  await expect(inPlatform((tx) => tx.auditEvent.deleteMany())).rejects.toThrow(/permission denied/);
});
