import fs from "node:fs";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const alias = { "@": import.meta.dirname, "server-only": path.join(import.meta.dirname, "lib/testing/server-only.ts") };

/** Begins with the files that start workers or let their tests wait side by side: one of those that began last would run alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => Number(/startWorkerProcess|\.concurrent\b/.test(fs.readFileSync(moduleId, "utf8")));
    return (await super.sort(files)).toSorted((one, other) => isLong(other) - isLong(one));
  }
}

/** In CI, where a single failure of a busy machine discards every other result: docs/decisions/0009-retries-in-ci.md. */
const retry = process.env["CI"] ? 1 : 0;

/** Unit tests as well, but for properties: other random values would hide what the first ones found. */
const retryExamples = { count: retry, condition: /^(?!Property failed)/ };

/** From sixteen checks at once on, a process asks each shop one question at a time: tests are about the usual way. */
const CHECKS_AT_ONCE = 15;

// *.test.ts needs only Node (including fake shops on loopback), *.db.test.ts a real PostgreSQL with one database per file, *.lab.test.ts
// (under e2e/lab) real web servers from Debian. The timeouts only end tests that hang: a check alone pauses for seconds between requests.
export default defineConfig({
  resolve: { alias },
  test: {
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          retry: retryExamples,
          // Tests mostly wait: for slow shops, and for pauses between requests.
          maxWorkers: 6,
          maxConcurrency: CHECKS_AT_ONCE,
          include: ["{app,components,lib,worker,scripts}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.db.test.ts", "node_modules/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          retry,
          // Each file has its own database and often waits for shops and workers.
          maxWorkers: 3,
          maxConcurrency: 8,
          include: ["{app,components,lib,worker,scripts,prisma}/**/*.db.test.ts"],
          globalSetup: ["lib/testing/database-server.ts"],
          setupFiles: ["lib/testing/database.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "lab",
          retry,
          include: ["e2e/lab/**/*.lab.test.ts"],
          // Cases mostly wait: for their servers, and for pauses between requests.
          maxConcurrency: CHECKS_AT_ONCE,
          maxWorkers: 2,
        },
      },
    ],
  },
});
