import type { Observation, Question } from "@/lib/check/probe/observation";
import { isFault } from "@/lib/check/probe/plan/evidence/faults";
import type { Journal } from "@/lib/check/probe/plan/journal";
import { type Plan, type ProbeOptions, probe } from "@/lib/check/probe/plan/step";

/**
 * The answer that counts: the first that is no fault, or the last fault after as many in a row as count. Null if chance could not be ruled out.
 * The plan does not see the faults before it.
 */
export function* sendUntilNoChance(
  journal: Journal,
  question: Question,
  options: ProbeOptions,
  failuresThatCount: number,
): Plan<Observation | null> {
  let seen = yield* probe(question, options);
  for (let count = 1; seen && isFault(seen) && count < failuresThatCount; count += 1) {
    const again: Observation | null = yield* probe(question, { ...options, fresh: true });
    journal.discard(seen);
    seen = again;
  }
  return seen;
}
