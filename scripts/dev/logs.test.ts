import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { openLog } from "@/scripts/dev/logs.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-logs-"));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const write = (file: string, text: string): void => {
  const log = openLog(file);
  fs.writeSync(log, text);
  fs.closeSync(log);
};

test("output from before a crash survives the next start; large logs are rotated, and the oldest are deleted", () => {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "web.log");
  write(file, "the crash\n");
  write(file, "the restart\n");
  expect(fs.readFileSync(file, "utf8")).toMatch(/== started .*\nthe crash\n\n== started .*\nthe restart\n/);
  for (let turn = 0; turn < 6; turn += 1) write(file, `turn ${turn} ${"x".repeat(10_000_000)}`);
  const kept = fs.readdirSync(folder).sort();
  expect(kept).toEqual(["web.log", "web.log.1", "web.log.2", "web.log.3", "web.log.4"]);
  expect(fs.readFileSync(`${file}.1`, "utf8")).toContain("turn 4 ");
});
