import type { Clock } from "@/lib/base/clock";
import type { OrderWindow, ShopOrder, UnreadableOrder } from "@/lib/connectors/shop";
import type { ShopPort } from "@/lib/health/shop-port";
import type { StoredBatch } from "@/lib/orders/mutations";
import type { Interval } from "@/lib/sync/engine/ledger";
import type { SyncCheckpoint } from "@/lib/sync/engine/plan";
import type { RunTrigger } from "@/lib/sync/triggers";

export interface RunCheckpoint extends SyncCheckpoint {
  /** The shop has told its version or its zone before. */
  isDescribed: boolean;
  recentChecks: RecentCountChecks;
}

/** What the count proofs of the last hours found (COUNT_CHECK_INTERVAL_HOURS of limits.ts). */
export interface RecentCountChecks {
  /** All that is imported was compared. */
  wholeCompared: boolean;
  /** The shop's orders minus ours that were left when the last search had ended; null when nothing was sought. */
  leftBySearch: number | null;
  /** Of these, orders that the shop counts and does not list. */
  unlisted: number | null;
}

export interface ConfirmedPage {
  orders: readonly ShopOrder[];
  unreadable: readonly UnreadableOrder[];
  /** What is covered once the page is stored; null when it confirms nothing. Nothing is while the page holds versions older than ours. */
  covered: Interval | null;
  /** When the walk that the page belongs to began, by our clock. */
  askedAt: Date;
  /** Orders that the shop announced with this page, to be added to the run's total; null when it announced none. */
  announced: number | null;
  /** The shop was seen to list exactly these versions (older-versions.ts). */
  isShown?: boolean;
}

export interface Backfill {
  window: OrderWindow;
  pagedUntil: Date | null;
}

export interface StoredId {
  externalId: string;
  modifiedAt: Date;
}

/**
 * Where a run writes. Every write belongs to the lease of this run and throws `LeaseLost` when another worker has it: a page, what it
 * covers and the progress are one transaction.
 */
export interface SyncStore {
  trigger: RunTrigger;
  readCheckpoint(): Promise<RunCheckpoint>;
  /** The chosen window of a backfill, and how far it has come; null for other runs. */
  readBackfill(): Promise<Backfill | null>;
  /** A run that was claimed is in its preflight. */
  enterPhase(phase: "fetching" | "comparing", window?: { from: Date | null; to: Date }): Promise<void>;
  storePage(page: ConfirmedPage): Promise<StoredBatch>;
  /** A backfill has stored everything of its window before this: it goes on there after a restart. */
  recordPaged(until: Date): Promise<void>;
  /** What the shop told about itself. */
  updateShop(facts: {
    platformVersion?: string | null;
    timeZone?: string | null;
    clockSkewMs?: number;
    historyDays?: number | null;
    cartsCounted?: boolean;
  }): Promise<void>;
  /** Orders of the window here, those set aside included where `countsQuarantined`. */
  countStored(window: OrderWindow, countsQuarantined: boolean): Promise<number>;
  listStoredIds(window: OrderWindow): Promise<StoredId[]>;
  /** The modification time that has half of our orders of the window before it; null where there are none. */
  findMiddle(window: OrderWindow): Promise<Date | null>;
  /** The shop's ids of orders that were set aside before this run, those that waited longest first; `due`: the few that are to be asked for by now. */
  listQuarantined(which: "all" | "due"): Promise<string[]>;
  /** These were asked for in vain: the others come first the next time. */
  deferQuarantined(externalIds: readonly string[]): Promise<void>;
  /** The shop no longer has these: they wait no more. */
  resolveMissingQuarantined(externalIds: readonly string[]): Promise<void>;
  /** Records without an id that this run, which has walked every hole, did not meet again wait no more. */
  resolveNameless(): Promise<void>;
  /** Takes back what the ledger says of times from there on. */
  cutLedger(from: Date): Promise<void>;
  /** The shop's ids of open orders that are to be read again, those that waited longest first. */
  listOpenOrders(): Promise<string[]>;
  /** These open orders were read again, whatever came of it. */
  recordRescanned(externalIds: readonly string[]): Promise<void>;
  /** Marks orders that the shop no longer has, as many as one run may (removals.ts). @returns how many */
  markRemoved(externalIds: readonly string[]): Promise<number>;
  /** The orders that were removed last, a few. */
  listRemovedLately(): Promise<string[]>;
  /** A few orders here of every age, but for these: the shop shows one of them if it shows any. */
  listWitnesses(but: readonly string[]): Promise<string[]>;
  /** A member has confirmed, within the last day, that the shop really has no orders. */
  isConfirmedEmpty(): Promise<boolean>;
  /** Marks all orders of the window as removed and resolves every quarantined order. */
  removeAll(window: OrderWindow): Promise<void>;
  /** When runs began to end as suspiciously empty, since the counts last agreed; null where none did. */
  suspectedSince(): Promise<Date | null>;
}

/** The outside of a run. The engine reaches the shop, the database and the clock only through these. */
export interface SyncPorts {
  shop: ShopPort;
  store: SyncStore;
  clock: Clock;
  /** Aborted when the worker stops: the run ends after the current page. */
  signal: AbortSignal;
}
