/** What is wrong with a part of a shop's record: it is not there, it is not what it should be, or the shop breaks down when it is to give it. */
const PROBLEMS = ["missing", "wrong", "breaks"] as const;

export interface RecordProblem {
  /** The shop's own name of the part, such as `line_items.0.price`; `record` for the whole. */
  field: string;
  problem: (typeof PROBLEMS)[number];
}

export const WHOLE_RECORD = "record";

const MOST = 5;
const LONGEST_FIELD = 80;

/** One line for a record that is set aside: `total: missing; line_items.0.price: wrong`. No values: they may be personal. */
export const printProblems = (problems: readonly RecordProblem[]): string =>
  [...new Set(problems.map(({ field, problem }) => `${field.slice(0, LONGEST_FIELD)}: ${problem}`))].slice(0, MOST).join("; ");

/** Reads such a line; null where it has another form, as those had that were stored before. */
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
