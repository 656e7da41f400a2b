// Prints the SQL of a new migration, from prisma/migrations to prisma/schema.prisma: `npm run -s schema-diff > …/migration.sql`. Add policies and
// grants by hand (docs/decisions/0002-row-level-security.md). Uses a temporary database.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { migrate } from "@/lib/infra/migrate";
import { sharePostgres } from "@/scripts/dev/postgres.mjs";
import { diffToSchema } from "@/scripts/dev/schema-engine.mjs";

const root = path.join(import.meta.dirname, "..");
const dataDir = path.join(root, ".data/test/postgres");
fs.mkdirSync(path.dirname(dataDir), { recursive: true });
const server = await sharePostgres({ root, dataDir });
const name = `shadow_${randomBytes(6).toString("hex")}`;
const url = new URL(server.url);
url.pathname = `/${name}`;
const admin = new pg.Client({ connectionString: server.url });
await admin.connect();
try {
  await admin.query(`create database ${name}`);
  await migrate(url.href);
  console.log((await diffToSchema(url.href)) || "-- Nothing to migrate: prisma/migrations and prisma/schema.prisma agree.");
} finally {
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.end();
  await server.leave();
}
