import type { Outcome } from "@/scripts/conformance/subject";

const RESULTS = { true: "held", false: "**broken**", null: "untested" } as const;

/** Fits a cell of a Markdown table. */
const cell = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, " ").replaceAll("|", "\\|");

/** A Markdown table: each promise, whether it was held, and what was seen. */
export function writeTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ promise, held, shown }) => [cell(promise), RESULTS[`${held}`], cell(shown)]);
  const all = [["promise", "result", "seen"], ["---", "---", "---"], ...rows];
  return all.map((row) => `| ${row.join(" | ")} |`).join("\n");
}
