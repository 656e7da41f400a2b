/** The problem of a field: missing, of the wrong type, longer than `LIMITS` allow, or the shop breaks down on it. */
const PROBLEMS = ["missing", "wrong", "too_long", "breaks"] as const;

export interface RecordProblem {
  /** The shop's name of the field, such as `line_items.0.price`; `record` for the whole record. */
  field: string;
  problem: (typeof PROBLEMS)[number];
}

export const WHOLE_RECORD = "record";

const MAX_PROBLEMS = 5;
const MAX_FIELD_LENGTH = 80;

/** One line for a quarantined record: `total: missing; line_items.0.price: wrong`. No values, as they may be personal data. */
export const printProblems = (problems: readonly RecordProblem[]): string =>
  [...new Set(problems.map(({ field, problem }) => `${field.slice(0, MAX_FIELD_LENGTH)}: ${problem}`))].slice(0, MAX_PROBLEMS).join("; ");

/** Parses such a line; null for older formats. */
export function readProblems(line: string): RecordProblem[] | null {
  const found: RecordProblem[] = [];
  for (const part of line.split("; ")) {
    const [, field, word] = /^(.+): (\w+)$/s.exec(part) ?? [];
    const problem = PROBLEMS.find((known) => known === word);
    if (field === undefined || problem === undefined) return null;
    found.push({ field, problem });
  }
  return found;
}
