import { failed } from "@/lib/connectors/http/shop-failure";
import { brokenOrder, isUnfinished, mayBeOneOrder, withinShortTime } from "@/lib/connectors/records/breakdowns";
import { nameOfNameless, type OrderRecord, type Position, recordPosition, secondOf } from "@/lib/connectors/records/order-fields";
import type { Failed, Reply, ShopClient, ShopFailure } from "@/lib/connectors/shop";

// Weak shops run out of memory or time on a page, so smaller ones are requested. If a plugin fails on one order, every list that contains it breaks
// down: then orders are read one by one, and only the broken one is quarantined.

export interface RawPage {
  raws: readonly unknown[];
  isFull: boolean;
  /** The shop's own count of the whole list; null if it does not count. */
  total: number | null;
  clockSkewMs: number | null;
}

export interface RecordPage extends Omit<RawPage, "raws"> {
  records: OrderRecord[];
}

/** The position of an order in the list. */
export interface Place {
  rank: number;
  /** Null if the shop returns it only with the order itself. */
  externalId: string | null;
  modifiedAt: Date | null;
  /** A cart among the orders. */
  isNoOrder?: boolean;
}

/** A sorted list of orders, readable by page or by position. */
export interface BreakableList {
  client: ShopClient;
  /** `isShort`: see ShopRequest of lib/connectors/shop.ts. */
  readPage(size: number, isShort: boolean): Promise<Reply<RawPage>>;
  /** Parses a page's records and fetches what they refer to. */
  readRecords(raws: readonly unknown[]): Promise<Reply<{ records: OrderRecord[] }>>;
  /** The first positions without loading the orders; null if the shop system cannot. */
  readPlaces: ((count: number) => Promise<Reply<{ places: Place[] } & Omit<RawPage, "raws">>>) | null;
  /** The order at a position, by its id if known; null if there is none any more. */
  readPlace(place: Place): Promise<Reply<{ raw: unknown; total: number | null; clockSkewMs: number | null }>>;
  /** Whether a position can be requested by its number only. */
  hasRanks: boolean;
  /** Whether the shop answers a request that loads no order. */
  isUp(): Promise<boolean>;
  /** Whether any order can be read, such as the first or the newest of the shop. */
  readsAny(): Promise<boolean>;
  /** When the order last changed, between its neighbours' times; absent if positions include it. */
  findTime?(externalId: string, between: Between): Promise<Date | null>;
  /** Ids and times of the lowest `count` broken orders of the list; absent if they cannot be found. */
  findBroken?(count: number, between: Between): Promise<{ externalId: string; modifiedAt: Date }[]>;
}

/** The nearest readable orders before and after; null at the ends of the list. `readable`: all that were read here. */
export interface Between {
  readable: readonly Position[];
  before: Position | null;
  behind: Position | null;
}

const SMALLEST_PAGE = 5;
/** Orders read one by one before the next page is tried. */
export const ONE_BY_ONE = 10;
/** After this many breakdowns before the first readable order, the shop itself may be failing. */
const BREAKDOWNS_IN_A_ROW = 3;
/** The smallest page is requested once more: shops also fail for reasons other than an order. */
const MIN_UNFINISHED = 2;

/** The page size that the shop can handle; cached for the lifetime of the client. */
const acceptedPageSize = new WeakMap<ShopClient, number>();

const learn = (client: ShopClient, size: number | undefined): void => {
  if (size === undefined) acceptedPageSize.delete(client);
  else acceptedPageSize.set(client, size);
};

/** The beginning of the list: at most `asked` orders, as many as the shop can handle. */
export async function readPage(list: BreakableList, asked: number): Promise<Reply<RecordPage>> {
  const { client } = list;
  const known = acceptedPageSize.get(client);
  let size = Math.min(asked, known ?? asked);
  for (let failures = 1; ; failures += 1) {
    // A smaller page must arrive sooner, or it is broken too.
    const page = await list.readPage(size, size < asked);
    if (page.ok) {
      const read = await list.readRecords(page.raws);
      return read.ok ? { ...page, records: read.records } : read;
    }
    const { failure } = page;
    if (!mayBeOneOrder(failure)) return page;
    // A shop that is down gets no further requests.
    if (failures === 1 && isUnfinished(failure) && !(await isUp(list))) return page;
    const isSilence = failure.code === "response_timed_out";
    if (size > SMALLEST_PAGE) {
      size = Math.max(SMALLEST_PAGE, Math.floor(size / 4));
      learn(client, size);
      // Breakdowns are quick, but silence is waited for only once.
      if (!isSilence) continue;
    } else if (isUnfinished(failure) && failures < MIN_UNFINISHED) continue;
    const pieces = await readOneByOne(list, failure);
    // If one order was the cause, or everything is broken, the page size was not.
    if (!pieces.ok || pieces.isBroken) learn(client, known);
    return pieces;
  }
}

const isUp = (list: BreakableList): Promise<boolean> => withinShortTime(list.client, () => list.isUp());

const readPlace = (list: BreakableList, place: Place): ReturnType<BreakableList["readPlace"]> =>
  withinShortTime(list.client, () => list.readPlace(place));

interface Seen {
  place: Place;
  /** Null if there is no order. */
  raw: unknown;
  isBroken: boolean;
}

/** An order that fails alone, twice, is quarantined if the shop returns others; if every order fails, the call fails. */
async function readOneByOne(list: BreakableList, breakdown: ShopFailure): Promise<Reply<{ isBroken: boolean } & RecordPage>> {
  const isWhollyBroken: Failed = { ok: false, failure: breakdown };
  const listed = (await list.readPlaces?.(ONE_BY_ONE)) ?? null;
  if (listed && !listed.ok && !mayBeOneOrder(listed.failure)) return listed;
  const hasPlaces = listed?.ok === true;
  if (!hasPlaces && !list.hasRanks) return isWhollyBroken;
  const first = await inspectPlaces(list, hasPlaces ? listed.places : numberedPlaces(), isWhollyBroken);
  if (!first.ok) return first;
  const broken = first.seen.filter(({ isBroken }) => isBroken);

  // With ids, only the broken ones are repeated. Otherwise all are, since another order may have moved to the position.
  let { seen, ...about } = first;
  if (broken.length > 0) {
    const hasOthers = broken.length < first.seen.length;
    const again = await inspectPlaces(list, hasPlaces ? broken.map(({ place }) => place) : numberedPlaces(), isWhollyBroken, hasOthers);
    if (!again.ok) return again;
    ({ seen, ...about } = hasPlaces ? { ...first, seen: [...first.seen.filter(({ isBroken }) => !isBroken), ...again.seen] } : again);
    // A shop that went down meanwhile returns no other order either.
    if (again.seen.some(({ isBroken }) => isBroken) && !(await stillReads(list, seen))) return isWhollyBroken;
  }
  if (!hasPlaces) return assemblePage(list, seen, about);
  if (listed.places.every(({ modifiedAt }) => modifiedAt !== null)) return assemblePage(list, seen, listed);
  const now = await list.readPlaces?.(ONE_BY_ONE);
  if (!now?.ok) return now ?? isWhollyBroken;
  const left = unmoved(seen, now.places);
  return assemblePage(list, left, { ...now, isFull: now.isFull || left.length < now.places.length });
}

/** The orders that kept their position, for lists without times: a changed order moves to the end. */
function unmoved(seen: readonly Seen[], places: readonly Place[]): Seen[] {
  const left: Seen[] = [];
  for (const place of places) {
    const one = seen.find((candidate) => candidate.place.externalId === place.externalId);
    if (!one || one.place.rank < (left.at(-1)?.place.rank ?? 0)) break;
    left.push(one);
  }
  return left;
}

interface Inspection extends Omit<RecordPage, "records"> {
  seen: Seen[];
}

/** Returns `isWhollyBroken`, if given, as soon as no order seems readable. */
async function inspectPlaces(
  list: BreakableList,
  places: readonly Place[],
  isWhollyBroken: Failed | null,
  hasReadBefore = false,
): Promise<Reply<Inspection>> {
  const inspection: Inspection = { seen: [], isFull: false, total: null, clockSkewMs: null };
  let inARow = 0;
  let hasRead = hasReadBefore;
  for (const place of places) {
    const one = await readPlace(list, place);
    if (!one.ok && !mayBeOneOrder(one.failure)) return one;
    inspection.seen.push(one.ok ? { place, raw: one.raw, isBroken: false } : { place, raw: null, isBroken: true });
    if (one.ok) {
      inARow = 0;
      hasRead = true;
      inspection.total = one.total ?? inspection.total;
      inspection.clockSkewMs = one.clockSkewMs ?? inspection.clockSkewMs;
      continue;
    }
    inARow += 1;
    if (isWhollyBroken && inARow === BREAKDOWNS_IN_A_ROW) {
      const isReadable = hasRead ? !isUnfinished(one.failure) || (await isUp(list)) : await list.readsAny();
      if (!isReadable) return isWhollyBroken;
    }
  }
  inspection.isFull = inspection.seen.some(({ place, raw, isBroken }) => place.rank === ONE_BY_ONE - 1 && (isBroken || raw !== null));
  return { ok: true, ...inspection };
}

/** The position may hold another order by now, which may be broken. */
async function stillReads(list: BreakableList, seen: readonly Seen[]): Promise<boolean> {
  const readable = seen.find(({ isBroken, raw }) => !isBroken && raw !== null);
  return (readable && (await readPlace(list, readable.place)).ok) || list.readsAny();
}

/** From the end: a changed order leaves its position and later ones move up, so none is skipped. */
const numberedPlaces = (): Place[] =>
  Array.from({ length: ONE_BY_ONE }, (_, index) => ({ rank: ONE_BY_ONE - 1 - index, externalId: null, modifiedAt: null }));

async function assemblePage(
  list: BreakableList,
  seen: readonly Seen[],
  { isFull, total, clockSkewMs }: Omit<RecordPage, "records">,
): Promise<Reply<{ isBroken: boolean } & RecordPage>> {
  const inOrder = seen.toSorted((a, b) => a.place.rank - b.place.rank);
  const whole = inOrder.filter(({ isBroken, raw }) => !isBroken && raw !== null);
  const read = await list.readRecords(whole.map(({ raw }) => raw));
  if (!read.ok) return read;
  if (read.records.length !== whole.length) return failed("invalid_response", "not every order could be distinguished");
  const recordOf = new Map(whole.map((one, index) => [one, read.records[index]]));
  const entries: Entry[] = [];
  const ids = new Set<string>();
  for (const one of inOrder) {
    const record = recordOf.get(one) ?? null;
    if (record === null && !one.isBroken) continue;
    const { externalId = null, modifiedAt = null } = record ? recordPosition(record) : {};
    // A changed order is listed again at its new position.
    const hasMoved = one.place.modifiedAt !== null && modifiedAt !== null && secondOf(one.place.modifiedAt) !== secondOf(modifiedAt);
    if (!hasMoved && (externalId === null || !ids.has(externalId))) entries.push({ place: one.place, record });
    if (externalId !== null) ids.add(externalId);
  }
  const isBroken = entries.some(({ record }) => record === null);
  return { ok: true, isFull, total, clockSkewMs, records: await nameBroken(list, entries), isBroken };
}

interface Entry {
  place: Place;
  /** Null if the shop breaks down on it. */
  record: OrderRecord | null;
}

/** The nearest readable orders around entries `first` to `last`. */
function between(entries: readonly Entry[], first: number, last: number): Between {
  const before = entries.slice(0, first).findLast(({ record }) => record !== null)?.record;
  const behind = entries.slice(last + 1).find(({ record }) => record !== null)?.record;
  const readable = entries.flatMap(({ record }) => record ?? []).map(recordPosition);
  return { readable, before: before ? recordPosition(before) : null, behind: behind ? recordPosition(behind) : null };
}

/** Whether the list is unchanged: otherwise a search for the broken order may find another one. */
async function isListUnchanged(list: BreakableList, entries: readonly Entry[]): Promise<boolean> {
  const inspection = await inspectPlaces(list, numberedPlaces(), null);
  if (!inspection.ok) return false;
  const whole = inspection.seen.filter(({ isBroken, raw }) => !isBroken && raw !== null);
  const read = await list.readRecords(whole.map(({ raw }) => raw));
  if (!read.ok) return false;
  const idAt = new Map(
    whole.map(({ place }, index) => [place.rank, read.records[index] && recordPosition(read.records[index]).externalId]),
  );
  const brokenAt = new Set(inspection.seen.filter(({ isBroken }) => isBroken).map(({ place }) => place.rank));
  return entries.every(({ place, record }) =>
    record === null ? brokenAt.has(place.rank) : idAt.get(place.rank) === recordPosition(record).externalId,
  );
}

/** Fills broken positions with quarantined records, with their ids where they can be found. */
async function nameBroken(list: BreakableList, entries: readonly Entry[]): Promise<OrderRecord[]> {
  const isUnnamed = ({ place, record }: Entry): boolean => record === null && place.externalId === null;
  const unnamed = entries.filter(isUnnamed);
  const span = between(entries, entries.findIndex(isUnnamed), entries.findLastIndex(isUnnamed));
  const broken = unnamed.length > 0 ? ((await list.findBroken?.(unnamed.length, span)) ?? []) : [];
  const found = broken.length > 0 && (await isListUnchanged(list, entries)) ? broken : [];
  const records: OrderRecord[] = [];
  for (const [index, entry] of entries.entries()) {
    const { place, record } = entry;
    const position =
      place.externalId === null ? found[unnamed.indexOf(entry)] : { externalId: place.externalId, modifiedAt: place.modifiedAt };
    if (record) records.push(record);
    else if (!position) {
      const { before, behind } = between(entries, index, index);
      const raw = { between: [before?.externalId ?? null, behind?.externalId ?? null], place: unnamed.indexOf(entry) };
      records.push(quarantined(nameOfNameless(raw), null, raw));
    } else {
      const { externalId } = position;
      const modifiedAt = position.modifiedAt ?? (await list.findTime?.(externalId, between(entries, index, index))) ?? null;
      records.push(place.isNoOrder ? { kind: "no_order", position: { externalId, modifiedAt } } : quarantined(externalId, modifiedAt, {}));
    }
  }
  return records;
}

const quarantined = (externalId: string, modifiedAt: Date | null, raw: unknown): OrderRecord => ({
  kind: "unreadable",
  unreadable: brokenOrder(externalId, modifiedAt, raw),
});

/** Bisects for the lowest integer in [low, high] for which `holds` is true; null if `holds` cannot tell. */
export async function findLowest(
  low: number,
  high: number,
  holds: (from: number, to: number) => Promise<boolean | null>,
): Promise<number | "none" | "unknown"> {
  const holdsOne = await holds(low, high);
  if (holdsOne !== true) return holdsOne === null ? "unknown" : "none";
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const isLower = await holds(from, middle);
    if (isLower === null) return "unknown";
    if (isLower) to = middle;
    else from = middle + 1;
  }
  // The order may have moved meanwhile.
  return low === high || (await holds(from, from)) ? from : "unknown";
}
