import { isNameless } from "@/lib/connectors/records/order-fields";
import type { OrderCursor, OrderPage, ReadableOrder, UnreadableOrder } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import { askWitnesses, suspiciouslyEmpty } from "@/lib/orders/witnesses";
import { watchBreakdowns } from "@/lib/sync/engine/fetch-each";
import type { Interval } from "@/lib/sync/engine/ledger";
import { acceptOlderVersions, readListed } from "@/lib/sync/engine/older-versions";
import { type Anchor, CLOCK_TOLERANCE_MS, finalUntil, floorToSecond, type PlannedWindow } from "@/lib/sync/engine/plan";
import type { ConfirmedPage, SyncPorts } from "@/lib/sync/engine/ports";
import { prefetchPages } from "@/lib/sync/engine/prefetch-pages";
import { removeMissing, verifyCount } from "@/lib/sync/engine/removals";
import { triggerPolicy } from "@/lib/sync/triggers";

export type PaginationOutcome =
  /** `missed`: the anchor that the window should have contained but did not. */
  | { kind: "completed"; missed: Anchor | null }
  /** More pages follow; the run has recorded its progress. */
  | { kind: "slice_done" }
  | { kind: "failed"; failure: RunFailure }
  /** The shop's clock differs from the plan's. */
  | { kind: "clock_moved"; clockSkewMs: number }
  | { kind: "stopped" };

/** The shop's clock minus ours. If it shows different times, `isSteady` is false and `skewMs` is the slowest of them. */
export interface KnownClock {
  skewMs: number;
  isSteady: boolean;
}

const hasMoved = (measuredMs: number | null, known: KnownClock, tookMs: number): boolean =>
  measuredMs !== null && Math.abs(measuredMs - known.skewMs) > CLOCK_TOLERANCE_MS + tookMs;

/**
 * Reads one window page by page: at most one page in flight, one waiting and one being stored. The ledger ends where the next page begins,
 * and never past what was final when pagination began.
 * @param slice ends pagination after this many pages and records the progress
 */
export async function paginateWindow(
  ports: SyncPorts,
  window: PlannedWindow,
  known: KnownClock,
  slice: number | null = null,
): Promise<PaginationOutcome> {
  const { shop, store, clock, signal } = ports;
  // A backfill's progress excludes orders that catching up adds.
  const announces = slice !== null || !triggerPolicy(store.trigger).isBackfill;
  let pages = 0;
  let after: OrderCursor | null = null;
  let storing: Promise<() => Promise<RunFailure | null>> = Promise.resolve(async () => null);
  let settled: Date | null = null;
  let missed = window.anchor;
  /** The empty page is unverified: it has no anchor, and the shop shows no stored order. */
  let isUnproven = false;
  /** A record without an id continues on this page. */
  let isNamelessBefore = false;
  /** Start of the next confirmed interval. It moves past pages that confirm nothing, which leaves a gap. */
  let confirmedFrom = window.from?.getTime() ?? 0;
  const askedAt = clock.now();
  const isLastOfSlice = (): boolean => slice !== null && pages + 1 >= slice;
  const ask = prefetchPages(
    (from, prefetch) => shop.listChangedOrders(window, from, prefetch),
    () => clock.now(),
    // Prefetch only after the first page has shown the shop's clock.
    () => settled !== null && !signal.aborted && !isLastOfSlice(),
  );
  for (;;) {
    const asked = ask(after);
    const { sentAt } = asked;
    const [answer, finish] = await Promise.all([asked.answer, storing]);
    const unfinished = await finish();
    if (unfinished) return { kind: "failed", failure: unfinished };
    if (!answer.ok) return { kind: "failed", failure: answer.failure };
    const page: OrderPage = answer.value;
    if (!settled) {
      const answeredAt = clock.now();
      if (known.isSteady && hasMoved(answer.clockSkewMs, known, answeredAt.getTime() - sentAt.getTime()))
        return { kind: "clock_moved", clockSkewMs: answer.clockSkewMs ?? known.skewMs };
      settled = finalUntil(sentAt, answeredAt, known.isSteady ? answer.clockSkewMs : known.skewMs, known.skewMs);
      if (window.isAnchorApart && window.anchor && !holdsAnchor(page, window.anchor)) {
        const listed = await readListed(shop, window.anchor);
        if (!listed.ok) return { kind: "failed", failure: listed.failure };
        if (listed.value && isAnchor(listed.value, window.anchor)) missed = null;
      }
      const doubt = await verifyEmptyPage(ports, window, missed, page);
      if (doubt) return { kind: "failed", failure: doubt };
      isUnproven = window.anchor === null && slice === null && isEmpty(page) && !(await showsStoredOrder(ports, window));
    }
    if (window.anchor && holdsAnchor(page, window.anchor)) missed = null;
    const reached = reachedBy(page, window);
    // A record without an id cannot be fetched by itself, so every page that contains one is read again.
    const holdsNameless: boolean = isNamelessBefore || hasNameless(page);
    const confirmed: ConfirmedPage = {
      orders: page.orders,
      unreadable: page.unreadable,
      // A chosen window has no anchor either.
      covered: isUnproven || (slice && isEmpty(page)) || holdsNameless ? null : coveredBy(confirmedFrom, reached, settled),
      askedAt,
      announced: announces ? page.windowTotal : null,
    };
    if (holdsNameless) confirmedFrom = reached.getTime();
    isNamelessBefore = holdsNameless && continuesWithinSecond(page);
    storing = store.storePage(confirmed).then(({ older }) => {
      return async () => {
        const failure = await acceptOlderVersions(ports, older, confirmed);
        if (slice && !failure) await store.recordPaged(reached);
        return failure;
      };
    });
    after = page.next;
    pages += 1;
    // A second that spans more pages than the slice must be finished.
    const isSliceDone = slice !== null && pages >= slice && reached.getTime() > (window.from?.getTime() ?? 0);
    if (after === null || signal.aborted || isSliceDone) {
      const failure = await (await storing)();
      if (failure) return { kind: "failed", failure };
      if (after === null) return { kind: "completed", missed };
      return isSliceDone && !signal.aborted ? { kind: "slice_done" } : { kind: "stopped" };
    }
  }
}

const isEmpty = (page: OrderPage): boolean => page.orders.length === 0 && page.unreadable.length === 0;

/** A restored shop reuses ids: a different placement time means a different order. */
const isAnchor = (record: ReadableOrder | UnreadableOrder, anchor: Anchor): boolean =>
  record.externalId === anchor.externalId && (!("placedAt" in record) || record.placedAt.getTime() === anchor.placedAt.getTime());

const holdsAnchor = ({ orders, unreadable }: OrderPage, anchor: Anchor): boolean =>
  [...orders, ...unreadable].some((record) => isAnchor(record, anchor));

const hasNameless = (page: OrderPage): boolean => page.unreadable.some(({ externalId }) => isNameless(externalId));

/** Whether the next page continues within this second; for shops that sort only by id, within the window. */
const continuesWithinSecond = ({ next }: OrderPage): boolean => next !== null && next.externalId !== "0";

/** Everything before the second in which the next page starts has been read. */
const reachedBy = (page: OrderPage, window: PlannedWindow): Date => (page.next ? floorToSecond(page.next.modifiedAt.getTime()) : window.to);

/** The interval read so far, up to what is final. */
function coveredBy(from: number, reached: Date, settled: Date): Interval | null {
  const interval = { from, to: Math.min(reached.getTime(), settled.getTime()) };
  return interval.from < interval.to ? interval : null;
}

/**
 * Not if the shop shows none of the stored orders, or none is stored: then it may hide all of them. A shop that always hides older orders is
 * not asked on every sync.
 */
async function showsStoredOrder({ shop, store }: SyncPorts, { placedFrom }: PlannedWindow): Promise<boolean> {
  return !placedFrom && (await askWitnesses(shop, await store.listWitnesses([]))).isShown;
}

/**
 * Checks an empty page that should contain a known order. Either the order was deleted, which the shop confirms by id and count, or the page
 * is invalid (e.g. a maintenance page with status 200) and leaves a gap.
 */
async function verifyEmptyPage(
  ports: SyncPorts,
  window: PlannedWindow,
  missed: Anchor | null,
  page: OrderPage,
): Promise<RunFailure | null> {
  if (missed === null || !isEmpty(page) || page.next) return null;
  const { shop, store } = ports;
  const { externalId } = missed;
  const found = await shop.fetchOrder(externalId);
  if (!found.ok && (await watchBreakdowns(shop, 1).judge(found.failure)) === "of_the_shop") return found.failure;
  const whole = { from: null, to: window.to, placedFrom: window.placedFrom ?? null };
  const counted = await shop.countOrders(whole);
  if (!counted.ok) return counted.failure;
  if (found.ok && found.value === null) {
    const doubt = counted.value === null ? null : await verifyCount(ports, counted.value, await store.countStored(whole, true));
    return doubt ?? removeMissing(ports, [externalId], false);
  }
  // The shop counts orders, so the page is valid: the order has moved, and the run searches for it later.
  if ((counted.value ?? 0) > 0) return null;
  return suspiciouslyEmpty(`no order listed since ${window.from?.toISOString() ?? "the beginning"}, but order ${externalId} exists`);
}
