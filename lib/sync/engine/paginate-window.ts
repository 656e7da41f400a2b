import { isNameless } from "@/lib/connectors/records/order-fields";
import type { OrderCursor, OrderPage, ShopOrder, UnreadableOrder } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import { suspiciouslyEmpty } from "@/lib/orders/witnesses";
import type { Interval } from "@/lib/sync/engine/ledger";
import { acceptOlderVersions, readListed } from "@/lib/sync/engine/older-versions";
import { type Anchor, CLOCK_TOLERANCE_MS, finalUntil, floorToSecond, type PlannedWindow } from "@/lib/sync/engine/plan";
import type { ConfirmedPage, SyncPorts } from "@/lib/sync/engine/ports";
import { prefetchPages } from "@/lib/sync/engine/prefetch-pages";
import { removeMissing, verifyCount } from "@/lib/sync/engine/removals";
import { watchBreakdowns } from "@/lib/sync/engine/watch-breakdowns";
import { triggerPolicy } from "@/lib/sync/triggers";

export type PaginationOutcome =
  /** `missed` is an order that the window must hold and did not. */
  | { kind: "completed"; missed: Anchor | null }
  /** There is more; the run says how far it has come. */
  | { kind: "slice_done" }
  | { kind: "failed"; failure: RunFailure }
  /** The shop's clock is not where the plan thought it was. */
  | { kind: "clock_moved"; clockSkewMs: number }
  | { kind: "stopped" };

/** The shop's clock minus ours. `isSteady` false: it shows different times, and `skewMs` is the most careful of them. */
export interface KnownClock {
  skewMs: number;
  isSteady: boolean;
}

const hasMoved = (measuredMs: number | null, known: KnownClock, tookMs: number): boolean =>
  measuredMs !== null && Math.abs(measuredMs - known.skewMs) > CLOCK_TOLERANCE_MS + tookMs;

/** A part of a long walk: it ends after so many pages, and the run is told how far it has come. */
export interface Slice {
  pages: number;
}

/**
 * Walks one window page by page. The next page is asked for before this one is read, and fetched while it and the one before it are stored:
 * one page is on its way, one waits and one is stored at most. The ledger follows the pages: it ends where the next page begins, and never
 * beyond what was settled when the walk began.
 */
export async function paginateWindow(
  ports: SyncPorts,
  window: PlannedWindow,
  known: KnownClock,
  slice: Slice | null = null,
): Promise<PaginationOutcome> {
  const { shop, store, clock, signal } = ports;
  // Beside a backfill, what came in meanwhile is fetched too; its progress tells of the backfill alone.
  const announces = slice !== null || !triggerPolicy(store.trigger).isBackfill;
  let pages = 0;
  let after: OrderCursor | null = null;
  let storing: Promise<() => Promise<RunFailure | null>> = Promise.resolve(async () => null);
  let settled: Date | null = null;
  let missed = window.anchor;
  /** What this page goes on with holds a record without an id. */
  let isNamelessBefore = false;
  /** What lies before stays a hole once a page of this walk confirmed nothing. */
  let confirmedFrom = window.from?.getTime() ?? 0;
  const askedAt = clock.now();
  const isLastOfSlice = (): boolean => slice !== null && pages + 1 >= slice.pages;
  const ask = prefetchPages(
    (from, prefetch) => shop.listChangedOrders(window, from, prefetch),
    () => clock.now(),
    // The first page tells whether the shop's clock is where it was.
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
    }
    if (window.anchor && holdsAnchor(page, window.anchor)) missed = null;
    const reached = reachedBy(page, window);
    // Nobody can ask for such a record by itself: what holds it is walked again, as a whole where it goes on over several pages.
    const holdsNameless: boolean = isNamelessBefore || hasNameless(page);
    const confirmed: ConfirmedPage = {
      orders: page.orders,
      unreadable: page.unreadable,
      // Nothing vouches for an empty answer of a window that somebody chose.
      covered: (slice && isEmpty(page)) || holdsNameless ? null : coveredBy(confirmedFrom, reached, settled),
      askedAt,
      announced: announces ? page.windowTotal : null,
    };
    if (holdsNameless) confirmedFrom = reached.getTime();
    isNamelessBefore = holdsNameless && goesOnWithin(page);
    storing = store.storePage(confirmed).then(({ older }) => {
      return async () => {
        const failure = await acceptOlderVersions(ports, older, confirmed);
        if (slice && !failure) await store.recordPaged(reached);
        return failure;
      };
    });
    after = page.next;
    pages += 1;
    // A second that holds more orders than the slice has pages is walked to its end.
    const isSliceDone = slice !== null && pages >= slice.pages && reached.getTime() > (window.from?.getTime() ?? 0);
    if (after === null || signal.aborted || isSliceDone) {
      const failure = await (await storing)();
      if (failure) return { kind: "failed", failure };
      if (after === null) return { kind: "completed", missed };
      return isSliceDone && !signal.aborted ? { kind: "slice_done" } : { kind: "stopped" };
    }
  }
}

const isEmpty = (page: OrderPage): boolean => page.orders.length === 0 && page.unreadable.length === 0;

/** Another order under the same id does not count: a restored shop gives its ids once more. */
const isAnchor = (record: ShopOrder | UnreadableOrder, anchor: Anchor): boolean =>
  record.externalId === anchor.externalId && (!("placedAt" in record) || record.placedAt.getTime() === anchor.placedAt.getTime());

const holdsAnchor = ({ orders, unreadable }: OrderPage, anchor: Anchor): boolean =>
  [...orders, ...unreadable].some((record) => isAnchor(record, anchor));

const hasNameless = (page: OrderPage): boolean => page.unreadable.some(({ externalId }) => isNameless(externalId));

/** The next page goes on within the second, or where a shop sorts by id alone within the window, of which this one holds a part. */
const goesOnWithin = ({ next }: OrderPage): boolean => next !== null && next.externalId !== "0";

/** Everything before the second that goes on behind this page has been read. */
const reachedBy = (page: OrderPage, window: PlannedWindow): Date => (page.next ? floorToSecond(page.next.modifiedAt.getTime()) : window.to);

/** What has been read, as far as it was settled. */
function coveredBy(from: number, reached: Date, settled: Date): Interval | null {
  const interval = { from, to: Math.min(reached.getTime(), settled.getTime()) };
  return interval.from < interval.to ? interval : null;
}

/**
 * An empty answer where a known order must be: the order was deleted, which the shop can say, or the answer is not to be
 * trusted (a maintenance page that answers 200 with an empty list). Doubt leaves a hole.
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
  // A shop that counts other orders tells the truth: this one exists, or breaks the shop, but is no longer listed here. The run looks where it went.
  if ((counted.value ?? 0) > 0) return null;
  return suspiciouslyEmpty(`no order listed since ${window.from?.toISOString() ?? "the beginning"}, but order ${externalId} exists`);
}
