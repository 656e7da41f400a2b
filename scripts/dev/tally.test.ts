import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addTallies, formatTally, tallyOfPlaywright, tallyOfVitest } from "@/scripts/dev/tally.mjs";

let folder = "";
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "tally-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function write(report: object): string {
  const file = path.join(folder, "report.json");
  fs.writeFileSync(file, JSON.stringify(report));
  return file;
}

const vitest = (facts: object): string => write({ numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, testResults: [], ...facts });

test("a run without a report counts as failed, whatever its exit code", () => {
  expect(tallyOfVitest(path.join(folder, "none.json"), 0)).toMatchObject({ failed: 1 });
  expect(tallyOfPlaywright(path.join(folder, "none.json"), 0)).toMatchObject({ failed: 1 });
});

test("a test file that could not be loaded counts as a failure", () => {
  const broken = vitest({ testResults: [{ status: "failed", assertionResults: [] }] });
  expect(tallyOfVitest(broken, 1)).toMatchObject({ passed: 5, failed: 1, skipped: 1 });
});

test("a run that exits with an error although every test passed counts as failed", () => {
  expect(tallyOfVitest(vitest({}), 1)).toMatchObject({ passed: 5, failed: 1, skipped: 1 });
  expect(tallyOfVitest(vitest({}), 0)).toMatchObject({ passed: 5, failed: 0, skipped: 1 });
});

test("a database or lab test that passed only after a retry counts as passed, and is listed", () => {
  const retried = { fullName: "an order", status: "passed", failureMessages: ["expected 1 to be 2"] };
  const report = vitest({ testResults: [{ status: "passed", assertionResults: [retried, { ...retried, failureMessages: [] }] }] });
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  expect(formatTally(tallyOfVitest(report, 0))).toBe("5 passed, 0 failed, 1 skipped, 1 only after a retry");
  expect(log.mock.calls.flat()).toEqual([expect.stringContaining("an order\nexpected 1 to be 2")]);
  log.mockRestore();
});

test("a browser test that passed only after a retry counts as passed, and is listed", () => {
  const report = write({ stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 2 } });
  expect(tallyOfPlaywright(report, 0)).toEqual({ passed: 4, failed: 0, skipped: 2, flaky: 1 });
  expect(formatTally(tallyOfPlaywright(report, 0))).toBe("4 passed, 0 failed, 2 skipped, 1 only after a retry");
});

test("a browser test that failed twice counts as failed", () => {
  const report = write({ stats: { expected: 3, unexpected: 1, flaky: 0, skipped: 0 } });
  expect(formatTally(tallyOfPlaywright(report, 1))).toBe("3 passed, 1 failed");
});

test("counts add up", () => {
  const part = { passed: 1, failed: 2, skipped: 3 };
  expect(addTallies([part, { ...part, flaky: 1 }])).toEqual({ passed: 2, failed: 4, skipped: 6, flaky: 1 });
});
