import type { Result } from "@/lib/base/result";
import { SLOW_MS } from "@/lib/check/diagnosis/variation-causes";
import type { CheckInput } from "@/lib/check/probe/check-input";
import { Asker } from "@/lib/check/probe/execute/asker";
import { Executor } from "@/lib/check/probe/execute/executor";
import { passed, type Source } from "@/lib/check/probe/observation";
import { Observer } from "@/lib/check/probe/observer";
import { planCheck } from "@/lib/check/probe/plan/check-plan";
import { settleDoubts } from "@/lib/check/probe/plan/confirm/unconfirmed-failures";
import { countFaults, isFault, isMixedNoise } from "@/lib/check/probe/plan/evidence/faults";
import { failuresAmidNoise, NOISY_CHECK_MS, NOISY_REQUESTS } from "@/lib/check/probe/plan/evidence/policy";
import { Journal } from "@/lib/check/probe/plan/journal";
import { isKeySet } from "@/lib/check/probe/plan/keys/key-test";
import { secretsOf } from "@/lib/check/probe/plan/keys/secrets";
import { withKey } from "@/lib/check/probe/plan/keys/test-keys";
import { type DetectedShopSystem, detectShopSystem } from "@/lib/check/probe/plan/search/detect-shop-system";
import type { Base } from "@/lib/check/probe/plan/step";
import { asksOptionsAsSecond } from "@/lib/check/probe/plan/vary/plan-factors";
import type { Shown } from "@/lib/check/probe/read-attempts";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import type { Timeouts } from "@/lib/connectors/net/connect";
import type { NetFailure } from "@/lib/connectors/net/failures";
import { isSameAddress } from "@/lib/connectors/net/redirect";
import type { Target } from "@/lib/connectors/net/target";
import { SHOP_PROBES } from "@/lib/connectors/probes";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

const DEFAULT_BUDGET = 24;
/** From this number of checks in a process, each sends one request at a time: a second would only wait and hold memory. */
const CHECKS_AT_TWO_QUESTIONS = 16;
let underWay = 0;
/** Whatever a shop does, an attempt ends within a minute, and a check within a minute and a half. */
const WHOLE_ATTEMPT_MS = 50_000;

export interface AttemptSetup {
  input: CheckInput;
  timeouts: Timeouts;
  /** When the check began, as a time of `performance.now()`. */
  startedAt: number;
  base: Base;
  egress: readonly Source[];
  control: Source | null;
  openBase: (url: string) => Promise<Result<Base, NetFailure>>;
}

export interface Attempt extends Shown {
  detected: DetectedShopSystem;
  journal: Journal;
}

export const mayCarryKeys = (given: Target, reached: Target): boolean => isSameAddress(new URL(given.origin), new URL(reached.origin));

/** Runs the plan once: as usual, or after an attempt that met failures which come and go, repeating every such failure. */
export async function runAttempt(setup: AttemptSetup, before: Attempt | null): Promise<Attempt> {
  const { input, timeouts, egress, control, openBase, startedAt } = setup;
  const { target } = setup.base;
  const observer = new Observer(SHOP_PROBES[input.shopSystem ?? "woocommerce"], secretsOf(input.credentials));
  const journal = new Journal(setup.base, observer, input.budget ?? DEFAULT_BUDGET, {
    before: before?.journal.requestsSent ?? 0,
    most: input.budget ?? NOISY_REQUESTS,
  });
  let hasFailed = false;
  const asker = new Asker(journal, {
    timeouts,
    connections: input.connections,
    atOnce: underWay < CHECKS_AT_TWO_QUESTIONS ? 2 : 1,
    deadline: startedAt + (before ? NOISY_CHECK_MS : WHOLE_ATTEMPT_MS),
    signal: input.signal,
    onProbe: input.onProbe,
    deadlineIfSlow: startedAt + NOISY_CHECK_MS,
    onObservation: () => {
      const newest = journal.observations.at(-1);
      if (newest && passed(newest) && (newest.probe.timingsMs.firstByte ?? 0) >= SLOW_MS) journal.isSlow = true;
      hasFailed ||= newest !== undefined && isFault(newest);
      if (!before && hasFailed && isMixedNoise(countFaults(journal.observations))) journal.stop();
    },
  });
  const executor = new Executor(asker, openBase);
  underWay += 1;
  try {
    const detected =
      before && before.detected.shopSystem !== null
        ? before.detected
        : input.shopSystem
          ? { shopSystem: input.shopSystem, evidence: [] }
          : await executor.run(detectShopSystem(egress, control));
    const shopSystem = detected.shopSystem ?? "woocommerce";
    observer.probes = SHOP_PROBES[shopSystem];
    const { credentials } = input;
    const mayCarry = () => mayCarryKeys(target, journal.base.target);
    const bringKey = isKeySet(credentials)
      ? (request: ProbeRequest) =>
          mayCarry()
            ? withKey(shopSystem, { credentials, baseUrl: journal.base.target.baseUrl, pathOf: (path) => journal.pathOf(path) }, request)
            : null
      : null;
    const plan = planCheck(
      {
        journal,
        shopSystem,
        probes: SHOP_PROBES[shopSystem],
        agents: userAgents(shopSystem),
        egress,
        control,
        withKey: bringKey,
        optionsAsSecond: asksOptionsAsSecond(input.before ?? [], userAgents(shopSystem)[0]),
        ...(before ? { failuresThatCount: failuresAmidNoise(countFaults(before.seen)) ?? 1 } : {}),
      },
      () => ({ credentials: mayCarry() ? credentials : undefined, baseUrl: journal.base.target.baseUrl }),
    );
    if (before) journal.backOff();
    const { findings, causes } = await executor.run(plan);
    const disproved = before ? [] : await executor.run(settleDoubts(journal, causes, findings));
    const seen = [...(before?.seen ?? []), ...journal.all];
    return { detected, findings, causes, journal, seen, disproved, isSpent: journal.requestsLeft <= 0 || journal.isOver };
  } finally {
    underWay -= 1;
    asker.close();
  }
}
