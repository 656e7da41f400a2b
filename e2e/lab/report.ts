import { isRight, type Judgement } from "@/e2e/lab/judge";
import type { LabCase } from "@/e2e/lab/lab-case";

export interface CaseOutcome {
  labCase: LabCase;
  judgement: Judgement;
  requests: number;
  durationMs: number;
}

/** A readable report: number of exact cases, misses and false alarms. */
export function writeReport(outcomes: readonly CaseOutcome[], skipped: readonly { name: string; why: string }[]): string {
  const right = outcomes.filter(({ judgement }) => isRight(judgement));
  const healthy = outcomes.filter(({ labCase }) => labCase.truth.verdict === "healthy");
  const share = outcomes.length === 0 ? "no case ran" : `${((100 * right.length) / outcomes.length).toFixed(1)} %`;
  const lines = [
    `Lab: ${right.length} of ${outcomes.length} cases exact (${share}); ${healthy.length} of them healthy; ${skipped.length} skipped.`,
    `Missed causes: ${outcomes.reduce((sum, { judgement }) => sum + judgement.missed.length, 0)}; false alarms: ${outcomes.reduce((sum, { judgement }) => sum + judgement.falseAlarms.length, 0)}.`,
  ];
  const requests = healthy.map((outcome) => outcome.requests);
  if (requests.length > 0) lines.push(`Requests of a healthy check: at most ${Math.max(...requests)}.`);
  const many = healthy.filter((outcome) => outcome.requests > 12);
  if (many.length > 0)
    lines.push(`More than 12 of them: ${many.map(({ labCase, requests: count }) => `${labCase.name} (${count})`).join("; ")}.`);
  for (const { labCase, judgement } of outcomes.filter((outcome) => !isRight(outcome.judgement))) {
    lines.push("", `✗ ${labCase.name}`);
    for (const text of judgement.missed) lines.push(`    missed       ${text}`);
    for (const text of judgement.falseAlarms) lines.push(`    false alarm  ${text}`);
    for (const text of judgement.other) lines.push(`    also         ${text}`);
  }
  for (const { name, why } of skipped) lines.push("", `- skipped: ${name} (${why})`);
  return lines.join("\n");
}
