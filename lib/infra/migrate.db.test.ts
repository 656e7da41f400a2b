import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, inject, it } from "vitest";
import { migrate } from "@/lib/infra/migrate";

it("an owner without superuser rights can migrate an empty database, as on a managed PostgreSQL", async () => {
  const admin = new pg.Client({ connectionString: inject("serverUrl") });
  await admin.connect();
  const name = `${inject("databasePrefix")}${randomBytes(6).toString("hex")}`;
  const owner = `owner_${randomBytes(6).toString("hex")}`;
  await admin.query(
    `create role ${owner} login createrole password 'secret'; grant mooring_app, mooring_platform, mooring_eraser to ${owner} with admin option`,
  );
  await admin.query(`create database "${name}" owner ${owner}`);
  const url = new URL(inject("serverUrl"));
  Object.assign(url, { username: owner, password: "secret", pathname: `/${name}` });
  const runtime = new URL(url);
  Object.assign(runtime, { username: `run_${randomBytes(6).toString("hex")}` });
  try {
    // Replicas start together: one migrates, the other waits and has nothing to do.
    const applied = await Promise.all([migrate(url.href, runtime.href), migrate(url.href, runtime.href)]);
    const counts = applied.map(({ length }) => length).toSorted((a, b) => a - b);
    expect(counts).toEqual([0, expect.any(Number)]);
    expect(counts[1]).toBeGreaterThan(0);
    const client = new pg.Client({ connectionString: runtime.href });
    await client.connect();
    await client.query("begin");
    await client.query("set local role mooring_platform");
    expect((await client.query("select 1 from merchant")).rows).toEqual([]);
    await client.end();
  } finally {
    await admin.query(`drop database "${name}" with (force)`);
    await admin.query(`drop role ${runtime.username}; drop role ${owner}`);
    await admin.end();
  }
});

it("a database that is older than the baseline is refused in one sentence, and left as it is", async () => {
  const admin = new pg.Client({ connectionString: inject("serverUrl") });
  await admin.connect();
  const name = `${inject("databasePrefix")}${randomBytes(6).toString("hex")}`;
  await admin.query(`create database "${name}" template "${inject("templateDatabase")}"`);
  const url = new URL(inject("serverUrl"));
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query("update _prisma_migrations set migration_name = '20261125000000_first' where migration_name like '%_baseline'");
    await expect(migrate(url.href)).rejects.toThrow("This database is older than version 0.1.0");
    expect((await client.query("select 1 from _prisma_migrations where migration_name like '%_baseline'")).rows).toEqual([]);
  } finally {
    await client.end();
    await admin.query(`drop database "${name}" with (force)`);
    await admin.end();
  }
});
