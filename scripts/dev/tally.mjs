// Counts test results from the JSON reports of vitest and Playwright.
import fs from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number, flaky?: number }} Tally `flaky`: passed only after a retry */

/** @type {(parts: Tally[]) => Tally} */
export const addTallies = (parts) =>
  parts.reduce(
    (sum, part) => ({
      passed: sum.passed + part.passed,
      failed: sum.failed + part.failed,
      skipped: sum.skipped + part.skipped,
      flaky: sum.flaky + (part.flaky ?? 0),
    }),
    { passed: 0, failed: 0, skipped: 0, flaky: 0 },
  );

/** Tally of a step that passes or fails as a whole, such as the build. */
export const tallyOfStep = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

/**
 * Results of a vitest report. A file that could not be loaded counts as one failure, and so does a missing report. Logs the first failure
 * of tests that passed only after a retry, which vitest only counts: docs/decisions/0009-retries-in-ci.md
 * @returns {Tally}
 */
export function tallyOfVitest(file, exitCode) {
  const report = readReport(file);
  if (!report) return tallyOfStep(false);
  const broken = report.testResults.filter((result) => result.status === "failed" && result.assertionResults.length === 0).length;
  const tests = report.testResults.flatMap((result) => result.assertionResults);
  const flaky = tests.filter(({ status, failureMessages }) => status === "passed" && failureMessages?.length > 0);
  for (const { fullName, failureMessages } of flaky) console.log(`\nOnly after a retry: ${fullName}\n${failureMessages.join("\n")}`);
  const tally = {
    flaky: flaky.length,
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  };
  return blame(tally, exitCode);
}

/** @returns {Tally} results of a Playwright report, which itself lists tests that passed only after a retry */
export function tallyOfPlaywright(file, exitCode) {
  const report = readReport(file);
  if (!report) return tallyOfStep(false);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return blame({ passed: expected + flaky, failed: unexpected, skipped, flaky }, exitCode);
}

/** @type {(tally: Tally) => string} the last line of output, which programs parse */
export const formatTally = ({ passed, failed, skipped, flaky = 0 }) =>
  [
    `${passed} passed`,
    `${failed} failed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(flaky > 0 ? [`${flaky} only after a retry`] : []),
  ].join(", ");

/** A runner that fails although every test passed has found an error outside of the tests. */
const blame = (tally, exitCode) => (exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally);

function readReport(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
