import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";

// Gives each test file a database of its own, cloned from the migrated template, and points DATABASE_URL at it.
const serverUrl = inject("serverUrl");
// The time in the name tells the clean-up of another run (database-server.ts) that this one is not left behind.
const name = `test_${Date.now()}_${randomUUID().replaceAll("-", "_")}`;

async function asAdmin(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await work(client).finally(() => client.end());
}

await asAdmin((client) => client.query(`create database "${name}" template "${inject("templateDatabase")}"`));
const url = new URL(serverUrl);
url.pathname = `/${name}`;
process.env["DATABASE_URL"] = url.href;
process.env["CREDENTIALS_KEYS"] ??= `test:${Buffer.alloc(32, 7).toString("base64")}`;
process.env["NEXTAUTH_SECRET"] ??= "a secret that only tests know";
process.env["LOG_LEVEL"] ??= "silent";

afterAll(async () => {
  const { disconnect } = await import("@/lib/system/db");
  await disconnect();
  await asAdmin((client) => client.query(`drop database if exists "${name}" with (force)`));
});
