/** Who solved what support worked on. */
export const SOLVERS = ["merchant", "host", "support", "itself", "other"] as const;
export type Solver = (typeof SOLVERS)[number];

/** Whether the diagnosis was right. */
export const VERDICTS = ["confirmed", "wrong", "unknown"] as const;
