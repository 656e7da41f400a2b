import { DAY_MS, MINUTE_MS } from "@/lib/base/units";
import type { CauseCode } from "@/lib/check/causes";
import { DIMENSIONS, type Dimension, type FailingShop, type FleetTotals, valuesOf } from "@/lib/check/shop-traits";

// Finds shops that started to fail together and share a trait that other shops lack: "Is it me, my host, or you?"

/** Fewer shops may be a coincidence, and would expose other merchants. */
export const MIN_CLUSTER_SHOPS = 5;
/** Failures within this time count as simultaneous: twice the longest common sync interval. */
export const TOGETHER_MS = 30 * MINUTE_MS;
/** Period of the baseline failure rate. */
const BASELINE_MS = DAY_MS;
/** A burst is this many times the baseline … */
const BURST = 5;
/** … and at least this large when the shops share no trait. */
const MIN_LARGE_BURST = 20;
/** A trait explains a large burst when this share of its shops has it. */
const EXPLAINING_SHARE = 0.8;
/** Minimum log-likelihood ratio, high enough for thousands of compared values. */
const MIN_SURPRISE = 12;

export interface Cluster {
  shops: FailingShop[];
  startedAt: Date;
  cause: CauseCode;
  /** Traits that at least four in five shops share and few others have; empty if they share only the time. */
  traits: Partial<Record<Dimension, string>>;
}

interface Burst {
  shops: FailingShop[];
  from: number;
  /** Baseline: shops with these traits that normally start to fail within the same time. */
  usual: number;
}

const byTime = (a: FailingShop, b: FailingShop): number =>
  a.since.getTime() - b.since.getTime() || (a.integrationId < b.integrationId ? -1 : a.integrationId > b.integrationId ? 1 : 0);

/** The densest half hour of shops sorted by time; the earliest if several are equal. */
function densest(sorted: readonly FailingShop[]): Burst {
  let best = { start: 0, end: 0 };
  for (let start = 0, end = 0; start < sorted.length; start += 1) {
    const from = sorted[start]?.since.getTime() ?? 0;
    while (end < sorted.length && (sorted[end]?.since.getTime() ?? 0) <= from + TOGETHER_MS) end += 1;
    if (end - start > best.end - best.start) best = { start, end };
  }
  const shops = sorted.slice(best.start, best.end);
  const from = shops[0]?.since.getTime() ?? 0;
  const before = sorted.filter(({ since }) => since.getTime() < from && since.getTime() >= from - BASELINE_MS).length;
  return { shops, from, usual: before / (BASELINE_MS / TOGETHER_MS) };
}

const isBurst = ({ shops, usual }: Burst): boolean => shops.length >= MIN_CLUSTER_SHOPS && shops.length >= BURST * Math.max(usual, 1);

/** Log-likelihood ratio of `hits` in `tries` against the expected `share`; 0 if not above it. */
function surpriseOf(hits: number, tries: number, share: number): number {
  const seen = hits / tries;
  const expected = Math.min(Math.max(share, 1e-9), 1 - 1e-9);
  if (seen <= expected) return 0;
  const missed = tries - hits;
  return hits * Math.log(seen / expected) + (missed > 0 ? missed * Math.log((1 - seen) / (1 - expected)) : 0);
}

interface Candidate {
  dimension: Dimension;
  value: string;
  burst: Burst;
  surprise: number;
}

/** The expected share of shops with the value: in the whole fleet or, for values that only failing shops have, among earlier failures. */
function usualShare(dimension: Dimension, value: string, failing: readonly FailingShop[], within: Burst, totals: FleetTotals): number {
  if (dimension === "network" || dimension === "server" || dimension === "shopSystem")
    return (totals[dimension].get(value) ?? 0) / Math.max(totals.all, 1);
  const others = failing.filter(({ since }) => since.getTime() < within.from || since.getTime() > within.from + TOGETHER_MS);
  const same = others.filter((shop) => valuesOf(shop, dimension).includes(value)).length;
  return (same + 1) / (others.length + 2);
}

const groupByValue = (failing: readonly FailingShop[], dimension: Dimension) =>
  Map.groupBy(
    failing.flatMap((shop) => valuesOf(shop, dimension).map((value) => ({ value, shop }))),
    ({ value }) => value,
  );

const countWithin = (failing: readonly FailingShop[], from: number): number =>
  failing.filter(({ since }) => since.getTime() >= from && since.getTime() <= from + TOGETHER_MS).length;

function findCandidates(failing: readonly FailingShop[], totals: FleetTotals): Candidate[] {
  return DIMENSIONS.flatMap((dimension) =>
    [...groupByValue(failing, dimension)].flatMap(([value, entries]) => {
      const group = entries.map(({ shop }) => shop);
      if (group.length < MIN_CLUSTER_SHOPS) return [];
      const burst = densest(group);
      if (!isBurst(burst)) return [];
      const share = usualShare(dimension, value, failing, burst, totals);
      const surprise = surpriseOf(burst.shops.length, countWithin(failing, burst.from), share);
      return surprise >= MIN_SURPRISE ? [{ dimension, value, burst, surprise }] : [];
    }),
  );
}

/** Prefers the candidate that explains most shops, then the least likely one, then the one closest to the network. */
const better = (a: Candidate, b: Candidate): number =>
  b.burst.shops.length - a.burst.shops.length ||
  b.surprise - a.surprise ||
  DIMENSIONS.indexOf(a.dimension) - DIMENSIONS.indexOf(b.dimension) ||
  (a.value < b.value ? -1 : 1);

/** The burst and the shops that joined it since. */
function withLatecomers({ dimension, value, burst }: Candidate, failing: readonly FailingShop[]): FailingShop[] {
  const shops = [...burst.shops];
  let last = shops.at(-1)?.since.getTime() ?? 0;
  for (const shop of failing) {
    const at = shop.since.getTime();
    if (at <= burst.from + TOGETHER_MS || at > last + TOGETHER_MS || !valuesOf(shop, dimension).includes(value)) continue;
    shops.push(shop);
    last = at;
  }
  return shops;
}

function mostCommon<Value>(values: readonly Value[]): { value: Value; count: number } | null {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: { value: Value; count: number } | null = null;
  for (const [value, count] of counts)
    if (!best || count > best.count || (count === best.count && value < best.value)) best = { value, count };
  return best;
}

/** Traits that four in five shops share, unless four in five of all shops do. */
function traitsOf(shops: readonly FailingShop[], totals: FleetTotals): Cluster["traits"] {
  const traits: Cluster["traits"] = {};
  for (const dimension of DIMENSIONS) {
    const common = mostCommon(shops.flatMap((shop) => valuesOf(shop, dimension)));
    if (!common || common.count < EXPLAINING_SHARE * shops.length) continue;
    const isUsual =
      (dimension === "server" || dimension === "shopSystem" || dimension === "network") &&
      (totals[dimension].get(common.value) ?? 0) >= EXPLAINING_SHARE * totals.all &&
      totals.all > shops.length;
    if (!isUsual) traits[dimension] = common.value;
  }
  return traits;
}

function toCluster(shops: FailingShop[], totals: FleetTotals): Cluster | null {
  const [first] = shops;
  const cause = mostCommon(shops.map((shop) => shop.cause));
  return first && cause ? { shops, startedAt: first.since, cause: cause.value, traits: traitsOf(shops, totals) } : null;
}

/** Finds groups of shops that fail together, largest first. Pure; the input order is irrelevant. Old failures are the baseline. */
export function findClusters(shops: readonly FailingShop[], totals: FleetTotals): Cluster[] {
  let failing = shops.toSorted(byTime);
  const clusters: Cluster[] = [];
  const takenAt: number[] = [];
  while (failing.length >= MIN_CLUSTER_SHOPS) {
    const whole = densest(failing);
    const isTaken = takenAt.some((from) => Math.abs(from - whole.from) <= 2 * TOGETHER_MS);
    const isLarge = isBurst(whole) && whole.shops.length >= MIN_LARGE_BURST && !isTaken;
    const [best] = findCandidates(failing, totals).sort(better);
    const members =
      isLarge && (!best || best.burst.shops.length < EXPLAINING_SHARE * whole.shops.length)
        ? whole.shops
        : best
          ? withLatecomers(best, failing)
          : [];
    const cluster = toCluster(members, totals);
    if (!cluster) break;
    clusters.push(cluster);
    takenAt.push(cluster.startedAt.getTime());
    const taken = new Set(members);
    failing = failing.filter((shop) => !taken.has(shop));
  }
  return clusters;
}
