// Counts of a test run, from the JSON that vitest and Playwright write.
import fs from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number, flaky?: number }} Tally `flaky`: passed, but only at the second try */

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

/** A step that passes or fails as a whole, such as the build. */
export const tallyOfStep = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

/**
 * What a vitest report says. A file that could not even be loaded counts as one failure; so does a run that left no report.
 * @returns {Tally}
 */
export function tallyOfVitest(file, exitCode) {
  const report = readReport(file);
  if (!report) return tallyOfStep(false);
  const broken = report.testResults.filter((result) => result.status === "failed" && result.assertionResults.length === 0).length;
  const tally = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  };
  return blame(tally, exitCode);
}

/** @returns {Tally} what a Playwright report says; a story that passed only at its second try is named as such: docs/decisions/0009-a-second-try.md */
export function tallyOfPlaywright(file, exitCode) {
  const report = readReport(file);
  if (!report) return tallyOfStep(false);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return blame({ passed: expected + flaky, failed: unexpected, skipped, flaky }, exitCode);
}

/** @type {(tally: Tally) => string} as the last line says it, which programs read too */
export const tell = ({ passed, failed, skipped, flaky = 0 }) =>
  [
    `${passed} passed`,
    `${failed} failed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(flaky > 0 ? [`${flaky} only at the second try`] : []),
  ].join(", ");

/** A runner that ends with an error although every test passed has found one outside of them. */
const blame = (tally, exitCode) => (exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally);

function readReport(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
