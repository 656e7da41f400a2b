import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = { "@": import.meta.dirname, "server-only": path.join(import.meta.dirname, "lib/testing/server-only.ts") };

// Three kinds: *.test.ts needs nothing but Node (fake shops on loopback included), *.db.test.ts a real PostgreSQL with a database of its
// own for each file, *.lab.test.ts (under e2e/lab) real web servers from Debian.
//
// No time here is a guarantee: it only ends what hangs. A check alone may ask thirty things politely, which is nine seconds, and a machine
// that does other things as well takes a multiple of that.
export default defineConfig({
  resolve: { alias },
  test: {
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // Most of their time they wait for a shop that answers slowly, or politely between two requests.
          maxWorkers: 4,
          maxConcurrency: 12,
          include: ["{app,components,lib,worker,scripts}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.db.test.ts", "node_modules/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          // Each file has a database of its own, and waits for shops and workers much of its time.
          maxWorkers: 2,
          include: ["{app,lib,worker,scripts,prisma}/**/*.db.test.ts"],
          globalSetup: ["lib/testing/database-server.ts"],
          setupFiles: ["lib/testing/database.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "lab",
          include: ["e2e/lab/**/*.lab.test.ts"],
          // Most of its time a case waits: for its servers, and politely between two requests.
          maxConcurrency: 12,
          maxWorkers: 2,
        },
      },
    ],
  },
});
