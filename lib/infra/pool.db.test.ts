import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, it } from "vitest";
import { inMerchantSql } from "@/lib/infra/sql";

it("a connection lost between two statements fails its transaction, not the process, and the next transaction works", async () => {
  const merchantId = randomUUID();
  const admin = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] ?? "" });
  await admin.connect();
  const lost = inMerchantSql(merchantId, 10_000, async (sql) => {
    const [row] = await sql.query<{ pid: number }>("select pg_backend_pid() as pid", []);
    await admin.query("select pg_terminate_backend($1, 5000)", [row?.pid]);
    // Gives the client time to notice the closed connection while no query is pending.
    for (let turn = 0; turn < 20; turn += 1) await admin.query("select 1");
    return sql.query("select 1 as one", []);
  });
  await expect(lost).rejects.toThrow();
  await admin.end();
  expect(await inMerchantSql(merchantId, 10_000, (sql) => sql.query("select 2 as two", []))).toEqual([{ two: 2 }]);
});

it("a statement after the end of its transaction is refused, since the connection may be in use elsewhere", async () => {
  const first = Promise.withResolvers<void>();
  let late: Promise<unknown> = Promise.resolve();
  await expect(
    inMerchantSql(randomUUID(), 10_000, async (sql) => {
      late = first.promise.then(() => sql.query("select 1", []));
      await sql.query("select 1 / 0", []);
    }),
  ).rejects.toThrow("division by zero");
  first.resolve();
  await expect(late).rejects.toThrow("after the end of its transaction");
});
