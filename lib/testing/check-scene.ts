import { expect } from "vitest";
import type { CheckInput } from "@/lib/check/probe/check-input";
import { runCheck } from "@/lib/check/probe/check-shop";
import { NOISY_REQUESTS } from "@/lib/check/probe/plan/evidence/policy";
import { type Cause, type CheckResult, checkResultSchema, type Probe } from "@/lib/check/result";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { FakeShopSystemName } from "@/lib/testing/fake-shops/shop-systems";
import { type FakeShop, type FakeShopOptions, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { type FrontRule, type PageInstead, startFront } from "@/lib/testing/start-front";

export const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
export const egress = { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" };

/** The key that a scene's shop accepts, by shop system. */
export const SCENE_KEYS = {
  woocommerce: { consumerKey: `ck_${"a1".repeat(20)}`, consumerSecret: `cs_${"b2".repeat(20)}` },
  magento: { accessToken: "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4" },
  prestashop: { apiKey: "LABKEYLABKEYLABKEYLABKEYLABKEY42" },
  shopify: { accessToken: "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" },
} as const satisfies Record<ShopSystem, Readonly<Record<string, string>>>;

interface Scene extends Pick<FakeShopOptions<FakeShopSystemName>, "behaviour" | "version"> {
  shopSystem?: FakeShopSystemName;
  rule?: FrontRule;
  pageInstead?: PageInstead;
  check?: Partial<CheckInput>;
}

/** Checks a fake shop behind a front, without a key unless `check` has one, and asserts what holds for every check. */
export async function checkScene(scene: Scene): Promise<CheckResult> {
  return (await playScene(scene)).result;
}

/** The same, with the requests that the shop received. */
export async function playScene(scene: Scene): Promise<{ result: CheckResult; requests: FakeShop["requests"] }> {
  const { shopSystem = "woocommerce", behaviour = {}, version, rule = () => false, pageInstead, check = {} } = scene;
  const shop = await startFakeShop({
    shopSystem,
    behaviour,
    credentials: [SCENE_KEYS[shopSystem]],
    ...(version === undefined ? {} : { version }),
  });
  const front = await startFront(shop.url, rule, pageInstead);
  try {
    const before = shop.shop.digest();
    const result = await runCheck({ url: front.url, shopSystem, egress, policy, ...check });
    expect(shop.shop.digest()).toEqual(before);
    expect(() => checkResultSchema.parse(result)).not.toThrow();
    expect(result.verdict === "healthy").toBe(result.causes.length === 0);
    expect(result.requests).toBeLessThanOrEqual(
      check.budget ?? (behaviour.failsAtRandom || mayBeNoise(result.probes) ? NOISY_REQUESTS : 24),
    );
    for (const cause of result.causes) expectEvidence(cause, result.probes);
    return { result, requests: shop.requests };
  } finally {
    await front.close();
    await shop.close();
  }
}

/** Whether requests failed in a way that chance can cause too, and had to be repeated until it could not. */
export const mayBeNoise = (probes: readonly Probe[]): boolean =>
  probes.some(({ passed, failure, status }) => !passed && ((failure !== null && failure !== "connection_refused") || (status ?? 0) >= 500));

/** A proven cause rests on two probes that differ in one thing, of which the second one failed. */
function expectEvidence(cause: Cause, probes: readonly Probe[]): void {
  const find = (id: string | null) => probes.find((probe) => probe.id === id);
  const fail = find(cause.evidence.fail);
  if (cause.code !== "target_not_allowed") expect(fail, cause.code).toBeDefined();
  const pass = find(cause.evidence.pass);
  expect(cause.certainty).toBe(pass && fail ? "proven" : "single_observation");
  if (!pass || !fail) return;
  const differing = (["method", "path", "userAgent", "from"] as const).filter((name) => pass[name] !== fail[name]);
  // None of the four if they differ in time or in the Authorization header.
  expect(differing.length, `${cause.code}: ${differing.join()}`).toBeLessThanOrEqual(1);
}

/** A check's result, reduced for comparison. */
export const summarize = (result: CheckResult) =>
  result.causes.map(({ code, methods, userAgents: agents, addresses }) => ({ code, methods, userAgents: agents, addresses }));

/** A cause in the form of `summarize`. */
export const cause = (code: Cause["code"], lists: Partial<Pick<Cause, "methods" | "userAgents" | "addresses">> = {}) => ({
  code,
  methods: [],
  userAgents: [],
  addresses: [],
  ...lists,
});
