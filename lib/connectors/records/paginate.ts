import { setImmediate } from "node:timers/promises";
import { SECOND_MS } from "@/lib/base/units";
import { failed } from "@/lib/connectors/http/shop-failure";
import {
  ceilSecond,
  compareIds,
  comparePositions,
  floorSecond,
  highestId,
  type OrderRecord,
  recordPosition,
} from "@/lib/connectors/records/order-fields";
import type { ClockedResult, OrderCursor, OrderPage, OrderWindow, Prefetch, Reply } from "@/lib/connectors/shop";

// Pagination by (modified, id). Orders change meanwhile, so page numbers are useless: every request asks for the lowest orders from the cursor's
// second on, and only whole seconds are returned. A changed order moves beyond the window's end (in the shop's past); the others keep their place.

/** Records as the shop listed them. `more`: further records follow. */
export interface Listing {
  records: OrderRecord[];
  more: boolean;
  /** The shop's own count of matching orders; null if it does not count. */
  total: number | null;
  clockSkewMs: number | null;
}

/** The lowest orders by id of one second (or of a whole range), after an id. `hint` helps to find the position again. */
export interface CrowdListing extends Omit<Listing, "total"> {
  hint: number;
}

export type Listed<Value> = Reply<{ listing: Value }>;

/** What each connector implements. Times are whole seconds; `from` is inclusive, `to` exclusive. */
export interface PageSource {
  /** One page of the lowest orders by modification time. */
  readLowest(from: Date | null, to: Date): Promise<Listed<Listing>>;
  /** Orders of the range sorted by id, after `afterId` (null: all). For a second with more orders than a page. */
  readCrowd(from: Date, to: Date, afterId: string | null, hint: number): Promise<Listed<CrowdListing>>;
}

const modificationSeconds = (records: readonly OrderRecord[]): number[] =>
  records.flatMap((record) => recordPosition(record).modifiedAt ?? []).map((date) => floorSecond(date).getTime());

/** Whether the times, if any, are sorted. */
const isAscending = (times: readonly number[]): boolean => times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0));

/** Reports where a full page ends as soon as its times are known, so that the next request can start; not without times, nor for a single second. */
export async function announceNextPages(prefetch: Prefetch, times: readonly (Date | null)[]): Promise<void> {
  const seconds = times.map((time) => (time ? floorSecond(time).getTime() : Number.NaN));
  const [lowest = Number.NaN, highest = Number.NaN] = [seconds[0], seconds.at(-1)];
  if (!(lowest < highest) || !isAscending(seconds)) return;
  prefetch(startOfSecond(new Date(highest)));
  await setImmediate();
}

const NOT_BY_MODIFICATION = "the list does not follow the asked modification time";

/** Whether a list is sorted by modification time and begins where requested: shops ignore unknown parameters. */
export function followsModification(records: readonly OrderRecord[], from: Date | null): boolean {
  const seconds = modificationSeconds(records);
  return seconds.length > 0 && isAscending(seconds) && (from === null || (seconds[0] ?? 0) >= from.getTime());
}

/** Before every order of that second, since no shop system assigns the id 0. */
const startOfSecond = (second: Date): OrderCursor => ({ modifiedAt: second, externalId: "0" });

const toPage = (records: readonly OrderRecord[], next: OrderCursor | null, windowTotal: number | null): OrderPage => ({
  orders: records.flatMap((record) => (record.kind === "order" ? [record.order] : [])),
  unreadable: records.flatMap((record) => (record.kind === "unreadable" ? [record.unreadable] : [])),
  next,
  windowTotal,
});

/** Records in pagination order, those without a time last. */
const sortRecords = (records: readonly OrderRecord[]): OrderRecord[] =>
  records.toSorted((a, b) => {
    const [first, second] = [recordPosition(a), recordPosition(b)];
    if (first.modifiedAt && second.modifiedAt) {
      return comparePositions({ ...first, modifiedAt: first.modifiedAt }, { ...second, modifiedAt: second.modifiedAt });
    }
    return (first.modifiedAt ? 0 : 1) - (second.modifiedAt ? 0 : 1);
  });

const isInside = (record: OrderRecord, from: Date | null, to: Date): boolean => {
  const { modifiedAt } = recordPosition(record);
  return modifiedAt === null || ((from === null || modifiedAt >= from) && modifiedAt < to);
};

const isAfter = (record: OrderRecord, cursor: OrderCursor | null): boolean => {
  const { modifiedAt, externalId } = recordPosition(record);
  return cursor === null || modifiedAt === null || comparePositions({ modifiedAt, externalId }, cursor) > 0;
};

async function pageThroughSecond(
  source: PageSource,
  to: Date,
  second: Date,
  cursor: OrderCursor | null,
): Promise<ClockedResult<OrderPage>> {
  const end = new Date(second.getTime() + SECOND_MS);
  const inSecond = cursor !== null && cursor.modifiedAt.getTime() === second.getTime() ? cursor : null;
  const answer = await source.readCrowd(second, end, inSecond?.externalId ?? null, inSecond?.hint ?? 0);
  if (!answer.ok) return answer;
  const { records, more, hint, clockSkewMs } = answer.listing;
  const fresh = sortRecords(records.filter((record) => isInside(record, second, end) && isAfter(record, inSecond)));
  const last = highestId(fresh);
  if (more && !last) return failed("invalid_response", `listed no order of ${second.toISOString()} though more were announced`);
  const next: OrderCursor | null = more && last ? { modifiedAt: second, externalId: last, hint } : end < to ? startOfSecond(end) : null;
  return { ok: true, value: toPage(fresh, next, null), clockSkewMs };
}

/** Whether a list that announces orders shows none of them however it is read: a plugin removes them from lists, but not from totals. */
async function hasEnded(source: PageSource, from: Date, to: Date): Promise<boolean> {
  const answer = await source.readCrowd(from, to, null, 0);
  return answer.ok && answer.listing.records.length === 0 && !answer.listing.more;
}

/** Returns part of a second only if `next` says so. Announcing orders but listing none is a failure, so that nothing is covered. */
export async function paginateChangedOrders(
  source: PageSource,
  window: OrderWindow,
  after: OrderCursor | null,
): Promise<ClockedResult<OrderPage>> {
  const to = ceilSecond(window.to);
  const from = after ? floorSecond(after.modifiedAt) : window.from && floorSecond(window.from);
  if (from && from >= to) return { ok: true, value: toPage([], null, after ? null : 0), clockSkewMs: null };
  if (after?.hint !== undefined && from) return pageThroughSecond(source, to, from, after);

  const answer = await source.readLowest(from, to);
  if (!answer.ok) return answer;
  const { records, more, total, clockSkewMs } = answer.listing;
  const windowTotal = after ? null : total;
  if (records.length === 0 && (more || (total ?? 0) > 0) && !(from && (await hasEnded(source, from, to)))) {
    return failed("invalid_response", `listed no orders though ${total ?? "more"} were announced`);
  }
  if (records.length === 0) return { ok: true, value: toPage([], null, windowTotal), clockSkewMs };
  const sorted = sortRecords(records.filter((record) => isInside(record, from, to) && isAfter(record, after)));
  if (!more) return { ok: true, value: toPage(sorted, null, windowTotal), clockSkewMs };

  if (!followsModification(records, from)) return failed("invalid_response", NOT_BY_MODIFICATION);
  const seconds = modificationSeconds(records);
  const [lowest, highest] = [seconds[0] ?? 0, seconds.at(-1) ?? 0];
  if (lowest === highest) {
    const crowd = await pageThroughSecond(source, to, new Date(highest), after);
    if (!crowd.ok) return crowd;
    // Records without a time were on this page but may not belong to that second.
    const { unreadable } = toPage(sorted, null, null);
    const timeless = unreadable.filter(({ modifiedAt }) => modifiedAt === null);
    return { ...crowd, value: { ...crowd.value, unreadable: [...crowd.value.unreadable, ...timeless], windowTotal } };
  }
  // The highest second may continue after this page, so it is requested again as a whole.
  const whole = sorted.filter((record) => (recordPosition(record).modifiedAt?.getTime() ?? Number.NEGATIVE_INFINITY) < highest);
  const next = startOfSecond(new Date(highest));
  if (whole.length === 0) return paginateChangedOrders(source, window, next);
  return { ok: true, value: toPage(whole, next, windowTotal), clockSkewMs };
}

/** For shops that cannot sort by modification time. The cursor holds the window's first instant and the last id read. */
export async function paginateById(
  source: Pick<PageSource, "readCrowd">,
  window: OrderWindow,
  after: OrderCursor | null,
): Promise<ClockedResult<OrderPage>> {
  const to = ceilSecond(window.to);
  const from = window.from ? floorSecond(window.from) : new Date(0);
  const isOwnCursor = after !== null && after.externalId !== "0" && after.modifiedAt.getTime() === from.getTime();
  const afterId = isOwnCursor ? after.externalId : null;
  const answer = await source.readCrowd(from, to, afterId, (isOwnCursor && after.hint) || 0);
  if (!answer.ok) return answer;
  const { records, more, hint, clockSkewMs } = answer.listing;
  const fresh = records.filter((record) => afterId === null || compareIds(recordPosition(record).externalId, afterId) > 0);
  const last = highestId(fresh);
  if (more && !last) return failed("invalid_response", "listed no orders though more were announced");
  const next: OrderCursor | null = more && last ? { modifiedAt: from, externalId: last, hint } : null;
  const inside = fresh.filter((record) => isInside(record, from, to));
  return { ok: true, value: toPage(inside, next, null), clockSkewMs };
}
