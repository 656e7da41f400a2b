import type { Result } from "@/lib/base/result";
import type { CheckInput } from "@/lib/check/probe/check-input";
import { Asker } from "@/lib/check/probe/execute/asker";
import { Executor } from "@/lib/check/probe/execute/executor";
import { NOISY_CHECK_MS } from "@/lib/check/probe/plan/evidence/policy";
import type { Base } from "@/lib/check/probe/plan/step";
import { type Attempt, type AttemptSetup, planAttempt } from "@/lib/check/probe/plan-attempt";
import type { Timeouts } from "@/lib/connectors/net/connect";
import type { NetFailure } from "@/lib/connectors/net/failures";

/** From this number of checks in a process, each sends one request at a time: a second would only wait and hold memory. */
const CHECKS_AT_TWO_QUESTIONS = 16;
let underWay = 0;
/** Whatever a shop does, an attempt ends within a minute, and a check within a minute and a half. */
export const WHOLE_ATTEMPT_MS = 50_000;

interface AttemptToSend extends AttemptSetup {
  input: CheckInput;
  timeouts: Timeouts;
  /** When the check began, as a time of `performance.now()`. */
  startedAt: number;
  openBase: (url: string) => Promise<Result<Base, NetFailure>>;
}

/** Sends what the plan of an attempt asks for. */
export async function runAttempt(setup: AttemptToSend, before: Attempt | null): Promise<Attempt> {
  const { input, timeouts, openBase, startedAt } = setup;
  const { journal, plan, noteNewest } = planAttempt(setup, before);
  const asker = new Asker(journal, {
    timeouts,
    connections: input.connections,
    atOnce: underWay < CHECKS_AT_TWO_QUESTIONS ? 2 : 1,
    deadline: startedAt + (before ? NOISY_CHECK_MS : WHOLE_ATTEMPT_MS),
    signal: input.signal,
    onProbe: input.onProbe,
    latest: startedAt + NOISY_CHECK_MS,
    onObservation: noteNewest,
  });
  underWay += 1;
  try {
    return await new Executor(asker, openBase).run(plan);
  } finally {
    underWay -= 1;
    asker.close();
  }
}
