import { readdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { processWide } from "@/lib/infra/process-wide";
import { inPlatformSql } from "@/lib/infra/sql";

const draining = processWide("draining", () => ({ isDraining: false }));

/** From now on, this process finishes its current work and reports that it is not ready. */
export function startDraining(): void {
  draining.get().isDraining = true;
}

export const isDraining = (): boolean => draining.get().isDraining;

/** Why a process must not receive new work; null if it is ready. */
type NotReady = "starting" | "draining" | "database_unreachable" | "migrations_missing" | null;

const LIMIT_MS = 2_000;
/** Probes within this time share one result, to spare the database. */
const FRESH_MS = 1_000;
/** PostgreSQL's codes for a missing role, table or grant of the migrations. */
const NOT_MIGRATED: readonly unknown[] = ["22023", "28000", "42P01", "42501", "3F000"];

const APPLIED_MIGRATIONS = "select migration_name as name from _prisma_migrations where finished_at is not null";

async function askDatabase(expected: readonly string[]): Promise<NotReady> {
  const asked = inPlatformSql(LIMIT_MS, (sql) => sql.query<{ name: string }>(APPLIED_MIGRATIONS, [])).then(
    (rows): NotReady => {
      const applied = new Set(rows.map(({ name }) => name));
      return expected.every((name) => applied.has(name)) ? null : "migrations_missing";
    },
    (error: unknown): NotReady => {
      const code = error instanceof Error && "code" in error ? error.code : null;
      return NOT_MIGRATED.includes(code) ? "migrations_missing" : "database_unreachable";
    },
  );
  return Promise.race([asked, wait(LIMIT_MS, "database_unreachable" as const, { ref: false })]);
}

/** The parameter has its Kubernetes name. */
export const answerReadiness = async (readiness: Readiness, query: URLSearchParams): Promise<{ status: number; text: string }> => {
  const reason = await readiness({ withDatabase: query.get("exclude") !== "database" });
  return reason === null ? { status: 200, text: "ready\n" } : { status: 503, text: `${reason}\n` };
};

export const listMigrations = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

/** `withDatabase` is false for proxies: if the database is down, visitors get a page that says so. */
export type Readiness = (options: { withDatabase: boolean }) => Promise<NotReady>;

/** @param expected the migrations that this process's code requires */
export function createReadiness(expected: () => readonly string[]): Readiness {
  let last: { atMs: number; answer: Promise<NotReady> } | null = null;
  return async ({ withDatabase }) => {
    if (isDraining()) return "draining";
    if (!withDatabase) return null;
    if (!last || performance.now() - last.atMs > FRESH_MS) last = { atMs: performance.now(), answer: askDatabase(expected()) };
    return last.answer;
  };
}

let expected: string[] | undefined;

/** For a web process, which runs in the folder of its build. */
export const webReadiness = createReadiness(() => {
  expected ??= listMigrations(path.join(process.cwd(), "prisma/migrations"));
  return expected;
});
