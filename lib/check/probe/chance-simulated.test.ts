import { describe, expect, it } from "vitest";
import type { Cause } from "@/lib/check/result";
import { SCENE_KEYS } from "@/lib/testing/check-scene";
import type { FakeRequest } from "@/lib/testing/fake-shops/answer";
import { makeFrontPage } from "@/lib/testing/fake-shops/front-pages";
import { makeRandom } from "@/lib/testing/fake-shops/random";
import { makeShopHandler } from "@/lib/testing/fake-shops/shop-systems";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { type SimulatedCheck, type SimulatedReply, simulateCheck } from "@/lib/testing/simulate-check";

const SHOP_SYSTEMS = ["woocommerce", "magento", "prestashop"] as const;
const FAULTS = [500, 502, 503, "reset", "cut", "silence"] as const;
type Fault = (typeof FAULTS)[number];

interface Shape {
  seed: number;
  /** Of all requests. */
  share?: number;
  ways?: readonly Fault[];
  /** The longest an answer takes, and the shortest. */
  delayMs?: readonly [least: number, most: number];
  /** What a rule does to a request. */
  rule?: (request: FakeRequest, from: string) => Fault | 405 | null;
  limitMs?: number;
  /** The check finds out what the shop runs on. */
  isDetected?: boolean;
}

/** Whether all requests failed: then the shop is down as far as anyone can see. */
type Simulated = SimulatedCheck & { isDown: boolean };

function check({
  seed,
  share = 0,
  ways = FAULTS,
  delayMs: [least, most] = [0, 0],
  rule = () => null,
  isDetected,
  ...limits
}: Shape): Simulated {
  const shopSystem = SHOP_SYSTEMS[seed % SHOP_SYSTEMS.length] ?? "woocommerce";
  const handle = makeShopHandler(shopSystem, { credentials: [SCENE_KEYS[shopSystem]] });
  const store = new FakeStore([]);
  const random = makeRandom(seed);
  let passed = 0;
  const answer = (request: FakeRequest) => handle(request, store, {});
  const fail = (fault: Fault | 405, afterMs: number, request: FakeRequest): SimulatedReply => {
    if (fault === "cut") return { afterMs, answer: answer(request), isCut: true };
    return { afterMs, answer: typeof fault === "number" ? makeFrontPage("nginx", fault, request.method) : fault };
  };
  const result = simulateCheck(
    (request, { from }) => {
      const afterMs = 30 + least + random.next() * (most - least);
      const fault = rule(request, from) ?? (random.next() < share ? (ways[random.between(0, ways.length - 1)] ?? null) : null);
      if (fault !== null) return fail(fault, afterMs, request);
      passed += 1;
      return { afterMs, answer: answer(request) };
    },
    { ...(isDetected ? {} : { shopSystem }), ...(seed % 2 === 0 ? { credentials: SCENE_KEYS[shopSystem] } : {}), ...limits },
  );
  return { ...result, isDown: passed === 0 };
}

const codes = ({ causes }: SimulatedCheck): Cause["code"][] => causes.map(({ code }) => code);

/** Causes that name more than what varies. */
const inventedBy = (result: Simulated): Cause["code"][] =>
  result.isDown ? [] : codes(result).filter((code) => code !== "unstable" && code !== "slow");

/** Any mixture of faults and delays, by its seed. */
function anyShape(seed: number): Shape {
  const random = makeRandom(seed * 7_919);
  // Equal failures look most like a rule.
  const ways = random.next() < 0.6 ? [random.pick<Fault>(FAULTS)] : FAULTS.filter(() => random.next() < 0.4);
  const most = random.next() < 0.3 ? random.between(500, 12_000) : 0;
  return {
    seed,
    share: random.between(3, 90) / 100,
    ...(ways.length > 0 ? { ways } : {}),
    delayMs: [random.next() < 0.5 ? 0 : most / 2, most],
    ...(random.next() < 0.3 ? { limitMs: 55_000 } : {}),
  };
}

const CHECKS = 600;

it("of checks of shops that only fail by chance, in whatever way, fewer than one in a hundred names a cause", () => {
  const invented = Array.from({ length: CHECKS }, (_, seed) => ({ seed, invented: inventedBy(check(anyShape(seed))) })).filter(
    (one) => one.invented.length > 0,
  );
  expect(invented.length, JSON.stringify(invented)).toBeLessThan(CHECKS / 100);
}, 60_000);

describe("a shop that fails most requests in one way", () => {
  for (const share of [0.8, 0.9])
    it(`${100 * share} %: is not called down by more than three checks in a hundred`, () => {
      const called = Array.from({ length: 200 }, (_, seed) => inventedBy(check({ seed, share, ways: [500] }))).flat();
      expect(called.length).toBeLessThanOrEqual(6);
    });

  for (const passing of [2, 3, 5, 8])
    it(`after ${passing} requests that passed, every one: is down`, () => {
      for (let seed = 0; seed < 12; seed += 1) {
        let asked = 0;
        const result = check({ seed, rule: () => (++asked > passing ? 500 : null) });
        expect([codes(result), result.verdict], `seed ${seed}`).toEqual([["server_error"], "blocked"]);
      }
    });
});

it("reading orders fails in three ways with one User-Agent: that one is not refused", () => {
  for (const seed of [0, 2, 4]) {
    const ways: Fault[] = [503, "silence", "reset"];
    const isOrders = ({ path, query }: FakeRequest): boolean => /orders$/.test(path) || query.has("filter");
    const isOther = ({ headers }: FakeRequest): boolean => headers["user-agent"]?.startsWith("SendCloud/1.0 ") ?? false;
    const rule = (request: FakeRequest) => (isOrders(request) && isOther(request) && ways.shift()) || null;
    expect(inventedBy(check({ seed, rule })), `seed ${seed}`).toEqual([]);
  }
});

it("a firewall that drops connections, so that some are reset and others never answered, is found like one that refuses in one way", () => {
  const isOurs = ({ headers }: FakeRequest): boolean => /^send\s?cloud/i.test(headers["user-agent"] ?? "");
  for (let seed = 0; seed < 30; seed += 1) {
    const random = makeRandom(seed);
    const rule = (request: FakeRequest) => (!isOurs(request) ? null : random.next() < 0.3 ? "silence" : "reset");
    const { causes, verdict } = check({ seed, rule });
    expect([causes.map(({ code, userAgents }) => [code, userAgents.length]), verdict], `seed ${seed}`).toEqual([
      [["user_agent_blocked", 2]],
      "blocked",
    ]);
  }
});

it("a method that is refused is still found beside a fifth of random failures, however early they come", () => {
  const rule = ({ method }: FakeRequest) => (method === "DELETE" ? 405 : null);
  const shares = { share: 0.2, ways: [500, 502, "reset"] } as const;
  const found = Array.from({ length: 60 }, (_, seed) => check({ seed, ...shares, rule }).causes.map(({ methods }) => methods.join()));
  expect(found.filter((methods) => methods.includes("DELETE")).length).toBeGreaterThanOrEqual(57);
});

it("a shop whose failures hide what it runs on is not said to lack the API of another shop system", () => {
  const invented = Array.from({ length: 100 }, (_, seed) => inventedBy(check({ seed, share: 0.8, isDetected: true }))).flat();
  expect(invented).toEqual([]);
});

it("one visitor passes four times where all else fails: neither the other addresses nor User-Agents are refused", () => {
  let passes = 0;
  const isLucky = ({ headers, path }: FakeRequest, from: string): boolean =>
    from === "192.0.2.2" && path === "/wp-json/" && (headers["user-agent"]?.startsWith("Mozilla") ?? false);
  const rule = (request: FakeRequest, from: string) => (isLucky(request, from) && ++passes <= 4 ? null : 500);
  expect(codes(check({ seed: 3, rule }))).not.toContain("user_agent_blocked");
  expect(passes).toBeGreaterThan(4);
});

it("a write fails, its repeat and a read are not answered: nobody was banned", () => {
  let asked = 0;
  const faults: Record<number, Fault> = { 12: 500, 13: "silence", 14: "silence" };
  expect(inventedBy(check({ seed: 2, rule: () => faults[++asked] ?? null }))).toEqual([]);
  expect(asked).toBeGreaterThan(14);
});

describe("a shop that leaves requests unanswered by a rule", () => {
  const rules: readonly (readonly [string, Cause["code"], readonly string[], (request: FakeRequest, from: string) => boolean])[] = [
    ["DELETE", "method_blocked", ["DELETE"], ({ method }) => method === "DELETE"],
    ["two methods", "method_blocked", ["OPTIONS", "DELETE"], ({ method }) => ["OPTIONS", "DELETE"].includes(method)],
    ["all but GET", "method_blocked", ["POST", "OPTIONS", "PATCH", "DELETE"], ({ method }) => method !== "GET"],
    ["one address", "ip_blocked", [], (_request, from) => from === "192.0.2.2"],
    ["one User-Agent", "user_agent_blocked", [], ({ headers }) => headers["user-agent"]?.startsWith("Sendcloud/1.0.0") ?? false],
  ];
  for (const [name, code, methods, isRefused] of rules)
    it(`${name}: is named, within the time limit of the command line`, () => {
      for (const seed of [1, 2, 3, 4]) {
        const result = check({ seed, rule: (request, from) => (isRefused(request, from) ? "silence" : null), limitMs: 55_000 });
        const [cause] = result.causes;
        expect({ causes: codes(result), methods: cause?.methods }, `seed ${seed}`).toEqual({ causes: [code], methods });
      }
    });
});

describe("a slow shop, within the time limit of the command line", () => {
  for (const [name, delayMs] of [
    ["always eight seconds", [8_000, 8_000]],
    ["four to eleven seconds", [4_000, 11_000]],
  ] as const)
    it(`${name}: is slow, and nothing else`, () => {
      for (let seed = 0; seed < 30; seed += 1) expect(codes(check({ seed, delayMs, limitMs: 55_000 })), `seed ${seed}`).toEqual(["slow"]);
    });
});
