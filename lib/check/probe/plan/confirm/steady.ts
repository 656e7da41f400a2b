import type { Observation } from "@/lib/check/probe/observation";
import { isFault } from "@/lib/check/probe/plan/confirm/faults";
import type { Journal } from "@/lib/check/probe/plan/journal";
import { type Part, type Plan, probeFresh, type Step } from "@/lib/check/probe/plan/step";

/** The answer that counts: the first that is no fault, or the last fault once chance is ruled out. Null if it could not be ruled out. */
function* sendUntilConfirmed(step: Extract<Step, { do: "probe" }>, journal: Journal, tries: number): Plan<Observation | null> {
  let seen = (yield step) as Observation | null;
  for (let count = 1; seen && isFault(seen); count += 1) {
    if (count >= tries) return seen;
    const again: Observation | null = yield* probeFresh(step.question);
    journal.discard(seen);
    seen = again;
  }
  return seen;
}

/** Runs a plan against a shop whose failures come and go, so that it sees the shop without them. */
export function* steadily<Value>(plan: Plan<Value>, journal: Journal, tries: number): Plan<Value> {
  let next = plan.next();
  while (!next.done) {
    const step = next.value;
    if (step.do === "probe") next = plan.next(yield* sendUntilConfirmed(step, journal, tries));
    else if (step.do === "begin") {
      const part: Part<unknown> = step.part;
      part.plan = steadily(part.plan, journal, tries);
      next = plan.next(yield step);
    } else next = plan.next(yield step);
  }
  return next.value;
}
