import { SLOW_MS } from "@/lib/check/diagnosis/variation-causes";
import type { CheckInput } from "@/lib/check/probe/check-input";
import { passed, type Source } from "@/lib/check/probe/observation";
import { Observer } from "@/lib/check/probe/observer";
import { planCheck } from "@/lib/check/probe/plan/check-plan";
import { settleDoubts } from "@/lib/check/probe/plan/confirm/unconfirmed-failures";
import { countFaults, isFault, isMixedNoise } from "@/lib/check/probe/plan/evidence/faults";
import { failuresAmidNoise, NOISY_REQUESTS } from "@/lib/check/probe/plan/evidence/policy";
import { Journal } from "@/lib/check/probe/plan/journal";
import { isKeySet } from "@/lib/check/probe/plan/keys/key-test";
import { secretsOf } from "@/lib/check/probe/plan/keys/secrets";
import { withKey } from "@/lib/check/probe/plan/keys/test-keys";
import { detectShopSystem } from "@/lib/check/probe/plan/search/detect-shop-system";
import type { Base, Plan } from "@/lib/check/probe/plan/step";
import { asksOptionsAsSecond } from "@/lib/check/probe/plan/vary/plan-factors";
import type { Shown } from "@/lib/check/probe/read-attempts";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { isSameAddress } from "@/lib/connectors/net/redirect";
import type { Target } from "@/lib/connectors/net/target";
import { SHOP_PROBES } from "@/lib/connectors/probes";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

// Pure: one attempt of a check, for attempt.ts to send and for simulations to play.

const DEFAULT_BUDGET = 24;

export interface AttemptSetup {
  input: Pick<CheckInput, "shopSystem" | "credentials" | "budget" | "before">;
  base: Base;
  egress: readonly Source[];
  control: Source | null;
}

export interface Attempt extends Shown {
  journal: Journal;
}

export interface PlannedAttempt {
  journal: Journal;
  plan: Plan<Attempt>;
  /** To be called after each observation. */
  noteNewest(): void;
}

export const mayCarryKeys = (given: Target, reached: Target): boolean => isSameAddress(new URL(given.origin), new URL(reached.origin));

/** The plan as usual, or, after an attempt that met failures which come and go, with repeats of every such failure. */
export function planAttempt(setup: AttemptSetup, before: Attempt | null): PlannedAttempt {
  const { input } = setup;
  const observer = new Observer(SHOP_PROBES[input.shopSystem ?? "woocommerce"], secretsOf(input.credentials));
  const journal = new Journal(setup.base, observer, input.budget ?? DEFAULT_BUDGET, {
    before: before?.journal.requestsSent ?? 0,
    most: input.budget ?? NOISY_REQUESTS,
  });
  let hasFailed = false;
  const noteNewest = (): void => {
    const newest = journal.observations.at(-1);
    if (newest && passed(newest) && (newest.probe.timingsMs.firstByte ?? 0) >= SLOW_MS) journal.isSlow = true;
    hasFailed ||= newest !== undefined && isFault(newest);
    if (before || !hasFailed) return;
    const faults = countFaults(journal.observations);
    // A second attempt that could settle nothing would only take the rest of the requests.
    if (isMixedNoise(faults) && failuresAmidNoise(faults) !== null) journal.stop();
  };
  return { journal, plan: examine(setup, before, journal), noteNewest };
}

function* examine({ input, base, egress, control }: AttemptSetup, before: Attempt | null, journal: Journal): Plan<Attempt> {
  const { credentials } = input;
  const detected =
    before && before.detected.shopSystem !== null
      ? before.detected
      : input.shopSystem
        ? { shopSystem: input.shopSystem, evidence: [] }
        : yield* detectShopSystem(egress, control);
  const shopSystem = detected.shopSystem ?? "woocommerce";
  journal.observer.probes = SHOP_PROBES[shopSystem];
  const mayCarry = () => mayCarryKeys(base.target, journal.base.target);
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
  const { findings, causes } = yield* plan;
  const disproved = before ? [] : yield* settleDoubts(journal, causes, findings);
  const seen = [...(before?.seen ?? []), ...journal.all];
  return { detected, findings, causes, journal, seen, disproved, isSpent: journal.requestsLeft <= 0 || journal.isOver };
}
