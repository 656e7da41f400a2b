import { expect } from "vitest";
import { type Cause, type CheckResult, checkResultSchema, type Probe } from "@/lib/checks/result";
import { type CheckInput, runCheck } from "@/lib/probe/check-shop";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { type FrontRule, startFront } from "@/lib/testing/start-front";

export const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
export const egress = { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" };

interface Scene {
  rule?: FrontRule;
  behaviour?: Behaviour;
  check?: Partial<CheckInput>;
}

/** Checks a fake WooCommerce behind a front with one rule, and holds what every check must hold. */
export async function checkScene({ rule = () => false, behaviour = {}, check = {} }: Scene): Promise<CheckResult> {
  const shop = await startFakeShop({ platform: "woocommerce", behaviour });
  const front = await startFront(shop.url, rule);
  try {
    const before = shop.shop.digest();
    const result = await runCheck({ url: front.url, platform: "woocommerce", egress, policy, ...check });
    expect(shop.shop.digest()).toEqual(before);
    expect(() => checkResultSchema.parse(result)).not.toThrow();
    expect(result.requests).toBeLessThanOrEqual(check.budget ?? 24);
    for (const cause of result.causes) expectEvidence(cause, result.probes);
    return result;
  } finally {
    await front.close();
    await shop.close();
  }
}

/** The law of the whole check: a proven cause stands on two probes that differ in one thing, and the second one failed. */
function expectEvidence(cause: Cause, probes: readonly Probe[]): void {
  const find = (id: string | null) => probes.find((probe) => probe.id === id);
  const fail = find(cause.evidence.fail);
  if (cause.code !== "target_not_allowed") expect(fail, cause.code).toBeDefined();
  const pass = find(cause.evidence.pass);
  expect(cause.certainty).toBe(pass && fail ? "proven" : "single_observation");
  if (!pass || !fail) return;
  const differing = (["method", "path", "userAgent", "from"] as const).filter((name) => pass[name] !== fail[name]);
  // None of the four: then it is the time, or what the Authorization header carries.
  expect(differing.length, `${cause.code}: ${differing.join()}`).toBeLessThanOrEqual(1);
}

/** What a check says, for comparing. */
export const told = (result: CheckResult) =>
  result.causes.map(({ code, methods, userAgents: agents, addresses }) => ({ code, methods, userAgents: agents, addresses }));

/** A cause as `told` gives it. */
export const cause = (code: Cause["code"], lists: Partial<Pick<Cause, "methods" | "userAgents" | "addresses">> = {}) => ({
  code,
  methods: [],
  userAgents: [],
  addresses: [],
  ...lists,
});
