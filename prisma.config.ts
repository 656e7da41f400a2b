import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";

// `prisma generate` looks for an engine that it never runs and that would be downloaded; see docs/decisions/0003-own-migration-runner.md.
process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= fileURLToPath(new URL("./scripts/dev/no-schema-engine.sh", import.meta.url));

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env["MIGRATE_DATABASE_URL"] ?? "postgresql://localhost/mooring" },
});
