import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";

// Gives each test file its own database, cloned from the migrated template, as DATABASE_URL (for the product) and MIGRATE_DATABASE_URL (for the table
// owner). They are dropped when the run ends (database-server.ts).
const serverUrl = inject("serverUrl");
const name = `${inject("databasePrefix")}${randomBytes(6).toString("hex")}`;

const admin = new pg.Client({ connectionString: serverUrl });
await admin.connect();
await admin.query(`create database "${name}" template "${inject("templateDatabase")}"`).finally(() => admin.end());
const url = new URL(serverUrl);
url.pathname = `/${name}`;
process.env["MIGRATE_DATABASE_URL"] = url.href;
const runtime = new URL(inject("runtimeUrl"));
runtime.pathname = url.pathname;
process.env["DATABASE_URL"] = runtime.href;
process.env["CREDENTIALS_KEYS"] ??= `test:${Buffer.alloc(32, 7).toString("base64")}`;
process.env["NEXTAUTH_SECRET"] ??= "a secret of 32 bytes that only tests know";
process.env["NEXTAUTH_URL"] ??= "http://127.0.0.1:3000";
// A busy machine may stop PostgreSQL for longer than the product waits.
process.env["DATABASE_TIMEOUT_SECONDS"] ??= "120";
process.env["LOG_LEVEL"] ??= "silent";
process.env["STAFF_SECOND_FACTOR_FROM"] ??= "2100-01-01";

// Only once the test file has set its environment, which the first module that asks for it reads for good.
beforeAll(async () => {
  const { subscribeReactions } = await import("@/worker/reactions");
  subscribeReactions();
});

afterAll(async () => {
  const { disconnect } = await import("@/lib/infra/db");
  await disconnect();
});
