import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { findRunning, startPostgres, watchServer } from "@/scripts/dev/postgres.mjs";
import { root } from "@/scripts/dev/typescript.mjs";

const folder = path.join(root, ".data/test", `postgres_${randomBytes(6).toString("hex")}`);
const dataDir = path.join(folder, "postgres");
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test("commands find the running server, and its exit is reported with its last lines", async () => {
  fs.mkdirSync(folder, { recursive: true });
  expect(findRunning(dataDir)).toBeNull();
  const server = await startPostgres({ root, dataDir });
  const ended = watchServer(server, dataDir);
  const client = new pg.Client({ connectionString: findRunning(dataDir) ?? "" });
  client.on("error", () => {});
  await client.connect();
  expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  process.kill(server.pid, "SIGQUIT");
  const { message } = await ended;
  expect(message).toContain(`PostgreSQL (process ${server.pid}) exited unexpectedly`);
  expect(message).toContain("received immediate shutdown request");
  expect(findRunning(dataDir)).toBeNull();
});
