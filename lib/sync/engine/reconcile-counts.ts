import { SECOND_MS } from "@/lib/base/units";
import { isNameless } from "@/lib/connectors/records/order-fields";
import type { OrderWindow, ReadableOrder, ShopResult } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import { fetchEach, watchBreakdowns } from "@/lib/sync/engine/fetch-each";
import { findListed, findOfUnlistedStatuses } from "@/lib/sync/engine/find-listed";
import { acceptOlderVersions } from "@/lib/sync/engine/older-versions";
import { floorToSecond } from "@/lib/sync/engine/plan";
import type { SyncPorts } from "@/lib/sync/engine/ports";
import { removeMissing, verifyCount } from "@/lib/sync/engine/removals";
import { retryQuarantined } from "@/lib/sync/engine/reread-orders";

/** The shop's count and ours for one window. */
export interface CountCheck {
  shopCount: number;
  ourCount: number;
  window: OrderWindow;
  /** All imported orders were compared. */
  isWhole: boolean;
  /** A search was completed and left this difference. A search that ran out of requests is continued by the next run. */
  isSearched: boolean;
  /**
   * Orders that the shop counts but does not list, even when read to the end; negative: orders here that it returns by their id but neither lists
   * nor counts. Null if not determined.
   */
  unlisted: number | null;
  /** Orders in the shop's counts by status beyond its list; null if not requested. */
  statusDelta: number | null;
}

/** What to compare, and whether a difference is worth a search. */
export interface CountCheckPlan {
  window: OrderWindow;
  isWhole: boolean;
  /** The difference that an earlier search left: reported, but not searched again. Null: search every difference. */
  knownDifference?: number | null;
  /** The part of that difference that the shop counts but does not list. */
  knownUnlisted?: number | null;
  /** This run has not yet asked how far back the shop shows orders. */
  checksReach?: boolean;
  /** Quarantined orders, which may be gone, have not all been retried in this run. */
  retriesQuarantined?: boolean;
  /** Also compares part of the window: equal counts may hide one order missing here and one gone from the shop. */
  comparesPart?: boolean;
}

export type CountCheckOutcome = { ok: true; countCheck: CountCheck | null } | { ok: false; failure: RunFailure; countCheck?: CountCheck };

interface Search {
  requests: number;
  unlisted: number;
  /** Orders here that the shop has, but neither lists nor counts. */
  kept: number;
  /** Known to be of these, so they are not asked for again. */
  keptIds: ReadonlySet<string>;
}

const BUDGET_REQUESTS = 120;
/** Orders on which the shop may break down during a search. */
const MAX_BREAKDOWNS = 10;

/**
 * Compares the counts of a window: one request if they agree. Otherwise halves the window until the orders are found, fetches what the
 * shop has, removes what it no longer has, and counts again.
 */
export async function checkCounts(
  ports: SyncPorts,
  { window, isWhole, knownDifference = null, knownUnlisted = null, checksReach, retriesQuarantined, comparesPart }: CountCheckPlan,
): Promise<CountCheckOutcome> {
  const { shop, store, signal } = ports;
  const toCountCheck = (shopCount: number, ourCount: number, unlisted: number | null = null, isSearched = false): CountCheck => ({
    shopCount,
    ourCount,
    window,
    isWhole,
    isSearched,
    unlisted,
    statusDelta: null,
  });
  /** Equal counts prove nothing by themselves where a missing and a surplus order cancel out: ids do. */
  const compared = async (
    counted: Counted,
    ours: number,
    unlisted: number | null = null,
    isSearched = false,
  ): Promise<CountCheckOutcome> => {
    const count = counted.count ?? 0;
    const same = counted.ids && count === ours && !signal.aborted ? await compareEqualCounts(ports, window, counted.ids) : null;
    if (same?.ok === false) return { ok: false, failure: same.failure, countCheck: toCountCheck(count, ours) };
    const { shopCount, ourCount } = same ?? { shopCount: count, ourCount: ours };
    return { ok: true, countCheck: toCountCheck(shopCount, ourCount, unlisted, isSearched) };
  };
  const knewCarts = shop.cartsCounted() !== null;
  let asked = await countThere(shop, window);
  if (!asked.ok) return asked;
  const ourCount = asked.value.count === null ? 0 : await store.countStored(window, true);
  if (knewCarts && asked.value.count !== null && ![0, knownDifference].includes(asked.value.count - ourCount)) {
    // After an update, the shop may count carts differently.
    shop.resetCartCounting();
    asked = await countThere(shop, window);
    if (!asked.ok) return asked;
  }
  const counted = asked.value;
  if (counted.count === null) return { ok: true, countCheck: null };
  const difference = counted.count - ourCount;
  if (signal.aborted || (difference === 0 && !comparesPart)) return compared(counted, ourCount);
  if (difference === knownDifference) return compared(counted, ourCount, knownUnlisted);

  if (difference < 0 && checksReach) {
    // Hidden orders are not gone: the next run counts only what the shop shows.
    const seen = await shop.preflight(null);
    if (!seen.ok) return seen;
    if (seen.value.historyDays !== null) {
      await store.updateShop(seen.value);
      return compared(counted, ourCount);
    }
  }
  const doubt = isWhole ? await verifyCount(ports, counted.count, ourCount) : null;
  let keptIds: ReadonlySet<string> = new Set();
  if (doubt) {
    const found = counted.count > 0 ? await findOfUnlistedStatuses(ports) : null;
    if (found && !found.ok) return found;
    keptIds = found?.value ?? keptIds;
    const explained = counted.count + keptIds.size;
    if (keptIds.size === 0 || (await verifyCount(ports, explained, ourCount)))
      return { ok: false, failure: doubt, countCheck: toCountCheck(counted.count, ourCount) };
    if (explained === ourCount) return compared(counted, ourCount, -keptIds.size, true);
  }
  if (isWhole && counted.count === 0 && (await store.isConfirmedEmpty())) {
    await store.removeAll(window);
    return compared({ count: 0, ids: null }, await store.countStored(window, true));
  }
  if (difference < 0 && retriesQuarantined) {
    const failure = await retryQuarantined(ports, "all");
    if (failure) return { ok: false, failure };
  }
  const search: Search = { requests: BUDGET_REQUESTS, unlisted: 0, kept: 0, keptIds };
  const failure = await (difference === 0 ? comparePart : reconcile)(ports, window, counted.count, search);
  if (failure) return { ok: false, failure, countCheck: toCountCheck(counted.count, ourCount) };
  const again = await countThere(shop, window);
  if (!again.ok) return again;
  if (again.value.count === null) return { ok: true, countCheck: null };
  return compared(
    again.value,
    await store.countStored(window, true),
    search.unlisted - Math.max(search.kept, keptIds.size),
    search.requests > 0,
  );
}

async function reconcile(ports: SyncPorts, window: OrderWindow, shopCount: number, search: Search): Promise<RunFailure | null> {
  const { shop, store, signal } = ports;
  const ours = await store.countStored(window, false);
  if (ours === shopCount || signal.aborted || search.requests <= 0) return null;
  const middle = middleOf(window, await store.findInstant(window, 0.5));
  if (Math.max(shopCount, ours) <= shop.pageSize || middle === null) return compareIds(ports, window, search, shopCount);

  const [older, newer] = [
    { ...window, to: middle },
    { ...window, from: middle },
  ];
  search.requests -= 1;
  const inOlder = await shop.countOrders(older);
  if (!inOlder.ok) return inOlder.failure;
  if (inOlder.value === null) return null;
  return (
    (await reconcile(ports, older, inOlder.value, search)) ??
    (await reconcile(ports, newer, Math.max(0, shopCount - inOlder.value), search))
  );
}

/** Compares the two parts of a window with equal counts, split at a random order; a window that fits one page, by its ids. */
async function comparePart(ports: SyncPorts, window: OrderWindow, shopCount: number, search: Search): Promise<RunFailure | null> {
  const { shop, store } = ports;
  if (shopCount <= shop.pageSize) return compareIds(ports, window, search, shopCount);
  const split = await store.findInstant(window, Math.random());
  if (split === null) return null;
  const newer = { ...window, from: split };
  const counted = await shop.countOrders(newer);
  if (!counted.ok) return counted.failure;
  // Quarantined orders are included: without them, the counts of a part never agree.
  if (counted.value === null || counted.value === (await store.countStored(newer, true))) return null;
  return (
    (await reconcile(ports, newer, counted.value, search)) ??
    (await reconcile(ports, { ...window, to: split }, Math.max(0, shopCount - counted.value), search))
  );
}

/** The instant that halves the window by our orders, or by time if we have too few; null if the window is one second. */
function middleOf(window: OrderWindow, byOurs: Date | null): Date | null {
  const from = window.from?.getTime() ?? 0;
  const byOrders = byOurs?.getTime();
  const inside = (instant: number | undefined): instant is number =>
    instant !== undefined && instant > from && instant < window.to.getTime();
  if (inside(byOrders)) return new Date(byOrders);
  if (window.to.getTime() - from <= SECOND_MS) return null;
  const byTime = floorToSecond((from + window.to.getTime()) / 2).getTime();
  return inside(byTime) ? new Date(byTime) : null;
}

/**
 * Reads a small window, stores its orders, and fetches each of our orders that it does not contain. `shopCount`: the shop's count of the
 * window, if known.
 */
export async function compareIds(
  ports: SyncPorts,
  window: OrderWindow,
  search: Pick<Search, "requests"> & Partial<Search>,
  shopCount: number | null = null,
): Promise<RunFailure | null> {
  const { shop, store, clock } = ports;
  const found = { covered: null, announced: null, askedAt: clock.now() };
  const listed = new Set<string>();
  let after = null;
  do {
    search.requests -= 1;
    const answer: Awaited<ReturnType<typeof shop.listChangedOrders>> = await shop.listChangedOrders(window, after);
    if (!answer.ok) return answer.failure;
    const { orders, unreadable, next } = answer.value;
    for (const order of [...orders, ...unreadable]) listed.add(order.externalId);
    const { older } = await store.storePage({ orders, unreadable, ...found });
    const failure = await acceptOlderVersions(ports, older, { orders, ...found });
    if (failure) return failure;
    after = next;
  } while (after && search.requests > 0);
  if (after === null && shopCount !== null && search.unlisted !== undefined) search.unlisted += Math.max(0, shopCount - listed.size);

  const ours = await store.listStoredIds(window, false);
  const surplus = ours.filter((externalId) => !listed.has(externalId));
  return fetchSurplus(ports, surplus, surplus.length < ours.length, search);
}

/** Fetches each of our orders that the shop does not list, and removes those that it no longer has. */
async function fetchSurplus(
  ports: SyncPorts,
  surplus: readonly string[],
  isShown: boolean,
  search: Pick<Search, "requests"> & Partial<Search>,
): Promise<RunFailure | null> {
  const { shop, store, clock } = ports;
  const found = { covered: null, announced: null, askedAt: clock.now() };
  const removed: string[] = [];
  const watch = watchBreakdowns(shop, MAX_BREAKDOWNS);
  const asked = surplus.filter((externalId) => !search.keptIds?.has(externalId));
  if (search.kept !== undefined) search.kept += surplus.length - asked.length;
  for (const externalId of asked) {
    if (search.requests <= 0) break;
    search.requests -= 1;
    const answer = await shop.fetchOrder(externalId);
    if (!answer.ok) {
      // An order that the shop neither lists nor returns remains a difference.
      const breakdown = await watch.judge(answer.failure);
      if (breakdown === "of_the_shop") return answer.failure;
      if (breakdown === "of_too_many") break;
      continue;
    }
    watch.noteAnswer();
    const listing = answer.value && (await findListed(ports, answer.value, search));
    const isKept = listing === "not_listed" && !shop.listsEveryOrder;
    if (isKept && search.kept !== undefined) search.kept += 1;
    if (answer.value === null || (listing === "not_listed" && !isKept)) removed.push(externalId);
    else if ("error" in answer.value) await store.storePage({ orders: [], unreadable: [answer.value], ...found });
    else await store.storePage({ orders: [answer.value], unreadable: [], ...found, isShown: listing === "listed" });
  }
  return removeMissing(ports, removed, isShown);
}

interface Counted {
  count: number | null;
  /** Null if the shop system counts without them. */
  ids: readonly string[] | null;
}

async function countThere(shop: SyncPorts["shop"], window: OrderWindow): Promise<ShopResult<Counted>> {
  const listed = await shop.listIds(window);
  if (!listed.ok) return listed;
  if (listed.value) return { ok: true, value: { count: listed.value.length, ids: listed.value } };
  const counted = await shop.countOrders(window);
  return counted.ok ? { ok: true, value: { count: counted.value, ids: null } } : counted;
}

/** Orders that only the shop counts, and those that only we do. */
async function findDifference({ store }: SyncPorts, window: OrderWindow, ids: readonly string[]) {
  const theirs = new Set(ids);
  const ours = new Set((await store.listStoredIds(window, true)).filter((externalId) => !isNameless(externalId)));
  const missing = ids.filter((externalId) => !ours.has(externalId));
  return { missing, surplus: [...ours].filter((externalId) => !theirs.has(externalId)), shared: ids.length - missing.length };
}

type EqualCounts = { ok: true; shopCount: number; ourCount: number } | { ok: false; failure: RunFailure };

/**
 * Compares the ids of a window whose counts agree, fetches what is missing here, and removes what the shop no longer has. What still differs
 * then does not count as here.
 */
async function compareEqualCounts(ports: SyncPorts, window: OrderWindow, ids: readonly string[]): Promise<EqualCounts> {
  const { shop, store, clock } = ports;
  const { missing, surplus, shared } = await findDifference(ports, window, ids);
  if (missing.length + surplus.length === 0) return { ok: true, shopCount: ids.length, ourCount: ids.length };
  const search = { requests: BUDGET_REQUESTS };
  const askedAt = clock.now();
  const fetched = await fetchEach(ports, missing.slice(0, BUDGET_REQUESTS), watchBreakdowns(shop, MAX_BREAKDOWNS));
  if (fetched.failure) return { ok: false, failure: fetched.failure };
  const orders: ReadableOrder[] = [];
  for (const order of fetched.orders) if ((await findListed(ports, order, search)) === "listed") orders.push(order);
  await store.storePage({ orders, unreadable: fetched.unreadable, covered: null, announced: null, askedAt });
  const failure = await fetchSurplus(ports, surplus, shared > 0, search);
  if (failure) return { ok: false, failure };

  const again = await shop.listIds(window);
  if (!again.ok) return again;
  const left = again.value ?? [];
  return { ok: true, shopCount: left.length, ourCount: (await findDifference(ports, window, left)).shared };
}
