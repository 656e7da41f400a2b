import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "@/lib/base/units";
import { CAUSE_CODES, type CauseCode } from "@/lib/check/causes";
import { type Dimension, type FailingShop, type FleetTotals, valuesOf } from "@/lib/check/shop-traits";
import { findClusters, MIN_CLUSTER_SHOPS, TOGETHER_MS } from "@/lib/operations/fleet/find-clusters";

const NOW = Date.UTC(2026, 10, 25, 9, 40);

/** A seeded random generator: the same seed gives the same fleet. */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
}

interface FleetShape {
  shops: number;
  networks: number;
  seed: number;
}

/** A fleet whose shops are spread over networks, servers and shop systems. */
function makeFleet({ shops, networks, seed }: FleetShape) {
  const random = randomOf(seed);
  const all = Array.from({ length: shops }, (_, index) => ({
    merchantId: `m${index}`,
    integrationId: `i${index}`,
    network: `10.${random(networks) >> 8}.${random(networks) & 255}.0/24`,
    server: ["nginx", "apache", "litespeed", "openresty"][random(4)] ?? null,
    shopSystem: ["woocommerce", "woocommerce", "magento", "prestashop"][random(4)] ?? "",
    blocker: null as string | null,
    egress: [] as string[],
  }));
  return { all, random };
}
type Shop = ReturnType<typeof makeFleet>["all"][number];

function totalsOf(all: readonly Shop[]): FleetTotals {
  const count = (of: (shop: Shop) => string | null) => {
    const counts = new Map<string, number>();
    for (const shop of all) counts.set(of(shop) ?? "", (counts.get(of(shop) ?? "") ?? 0) + 1);
    return counts;
  };
  return {
    all: all.length,
    network: count(({ network }) => network),
    server: count(({ server }) => server),
    shopSystem: count(({ shopSystem }) => shopSystem),
  };
}

const failAt = (shop: Shop, at: number, cause: CauseCode = "access_denied"): FailingShop => ({ ...shop, cause, since: new Date(at) });

const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });
/** What 5,000 shops that fail at once may have in common. "nothing": only the time; "several": two networks of one provider. */
const WAYS = ["network", "server", "blocker", "egress", "nothing", "several", "all"] as const;

function failTogether(way: (typeof WAYS)[number], seed: number): { failing: FailingShop[]; totals: FleetTotals } {
  const { all, random } = makeFleet({ shops: way === "all" ? 5_000 : 12_000, networks: 300, seed });
  const chosen = all.slice(0, 5_000);
  for (const [index, shop] of chosen.entries()) {
    if (way === "network") shop.network = "192.0.2.0/24";
    if (way === "several") shop.network = index % 5 < 3 ? "192.0.2.0/24" : "198.51.100.0/24";
    if (way === "server") shop.server = "caddy";
    if (way === "blocker") shop.blocker = "imunify360";
    if (way === "egress") shop.egress = ["203.0.113.2"];
  }
  const failing = chosen.map((shop) => failAt(shop, NOW + random(20 * MINUTE_MS), CAUSE_CODES[random(8)] ?? "access_denied"));
  return { failing, totals: totalsOf(all) };
}

describe("5,000 shops that fail at once", () => {
  test.each(WAYS)("form exactly one cluster when they have %s in common", (way) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { failing, totals } = failTogether(way, seed);
        const clusters = findClusters(failing, totals);
        expect(clusters).toHaveLength(1);
        expect(clusters[0]?.shops).toHaveLength(5_000);
        const named = way === "nothing" || way === "several" || way === "all" ? {} : { [way]: failing[0] && valuesOf(failing[0], way)[0] };
        expect(clusters[0]?.traits).toMatchObject(named);
      }),
      { numRuns: 4 },
    );
  });
});

describe("a cluster", () => {
  test("of 37 shops in one network is found among unrelated failures, with network, address and start", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { all, random } = makeFleet({ shops: 4_000, networks: 400, seed });
        const chosen = all.slice(0, 37);
        for (const shop of chosen) Object.assign(shop, { network: "192.0.2.0/24", egress: ["203.0.113.2"] });
        const noise = all.slice(100, 160).map((shop) => failAt(shop, NOW - random(5 * 24 * 60) * MINUTE_MS, "server_error"));
        const together = chosen.map((shop) => failAt(shop, NOW + random(12) * MINUTE_MS, "ip_blocked"));
        const clusters = findClusters([...noise, ...together], totalsOf(all));
        expect(clusters).toHaveLength(1);
        expect(clusters[0]).toMatchObject({ cause: "ip_blocked", traits: { network: "192.0.2.0/24", egress: "203.0.113.2" } });
        expect(clusters[0]?.shops.length).toBe(37);
        expect(Math.abs((clusters[0]?.startedAt.getTime() ?? 0) - NOW)).toBeLessThan(12 * MINUTE_MS);
      }),
      { numRuns: 25 },
    );
  });

  test("grows as long as another shop joins within half an hour", () => {
    const { all } = makeFleet({ shops: 1_000, networks: 200, seed: 5 });
    const chosen = all.slice(0, 12);
    for (const shop of chosen) shop.network = "192.0.2.0/24";
    const failing = chosen.map((shop, index) => failAt(shop, NOW + (index < 6 ? index : 6 + (index - 5) * 20) * MINUTE_MS));
    const [other] = all.slice(500);
    if (!other) throw new Error("no shop");
    const late = failAt({ ...other, network: "192.0.2.0/24" }, NOW + 24 * 60 * MINUTE_MS);
    const clusters = findClusters([...failing, late], totalsOf(all));
    expect(clusters.map(({ shops }) => shops.length)).toEqual([12]);
    expect(clusters[0]?.shops.at(-1)?.since.getTime()).toBeGreaterThan(NOW + 2 * TOGETHER_MS);
  });

  test("has at least five shops, each once and each failing", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 80 }), fc.integer({ min: 1, max: 30 }), (seed, count, networks) => {
        const { all, random } = makeFleet({ shops: 400, networks, seed });
        const failing = all.slice(0, count).map((shop) => failAt(shop, NOW - random(180) * MINUTE_MS));
        const clusters = findClusters(failing, totalsOf(all));
        const members = clusters.flatMap(({ shops }) => shops.map(({ integrationId }) => integrationId));
        expect(new Set(members).size).toBe(members.length);
        expect(members.every((id) => failing.some(({ integrationId }) => integrationId === id))).toBe(true);
        for (const { shops } of clusters) expect(shops.length).toBeGreaterThanOrEqual(MIN_CLUSTER_SHOPS);
      }),
      { numRuns: 60 },
    );
  });

  test("is not formed by shops that fail at the usual rate", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { all, random } = makeFleet({ shops: 5_000, networks: 800, seed });
        const failing = all
          .slice(0, 100)
          .map((shop) => failAt(shop, NOW - random(7 * 24 * 60) * MINUTE_MS, CAUSE_CODES[random(12)] ?? "server_error"));
        expect(findClusters(failing, totalsOf(all))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test("does not depend on the order of the shops", () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...WAYS), (seed, way) => {
        const { failing, totals } = failTogether(way, seed);
        const few = failing.filter((_, index) => index % 20 === 0);
        const random = randomOf(seed + 1);
        const shuffled = few
          .map((shop) => ({ shop, at: random(1_000_000) }))
          .sort((a, b) => a.at - b.at)
          .map(({ shop }) => shop);
        const ids = (list: readonly FailingShop[]) =>
          findClusters(list, totals).map(({ shops, traits }) => [traits, shops.map(({ integrationId }) => integrationId)]);
        expect(ids(shuffled)).toEqual(ids(few));
      }),
      { numRuns: 10 },
    );
  });

  test("is separate for each of two providers that fail hours apart", () => {
    const { all } = makeFleet({ shops: 3_000, networks: 300, seed: 9 });
    const group = (from: number, network: string, at: number) =>
      all.slice(from, from + 30).map((shop, index) => failAt(Object.assign(shop, { network }), at + (index % 10) * MINUTE_MS));
    const failing = [...group(0, "192.0.2.0/24", NOW), ...group(100, "198.51.100.0/24", NOW - 5 * 60 * MINUTE_MS)];
    const dimension: Dimension = "network";
    expect(
      findClusters(failing, totalsOf(all))
        .map(({ traits, shops }) => [traits[dimension], shops.length])
        .toSorted(),
    ).toEqual([
      ["192.0.2.0/24", 30],
      ["198.51.100.0/24", 30],
    ]);
  });
});
