import type { Clock } from "@/lib/base/clock";
import type { OrderWindow, ReadableOrder, UnreadableOrder } from "@/lib/connectors/shop";
import type { ShopPort } from "@/lib/health/shop-port";
import type { StoredBatch } from "@/lib/orders/mutations";
import type { Interval } from "@/lib/sync/engine/ledger";
import type { SyncCheckpoint } from "@/lib/sync/engine/plan";
import type { RunTrigger } from "@/lib/sync/triggers";

export interface RunCheckpoint extends SyncCheckpoint {
  isDescribed: boolean;
  recentChecks: RecentCountChecks;
}

/** What the count checks of the last COUNT_CHECK_INTERVAL_HOURS found. */
export interface RecentCountChecks {
  wholeCompared: boolean;
  /** The difference left by the last completed search; null without one. */
  leftBySearch: number | null;
  /** Part of that difference: orders that the shop counts but does not list. */
  unlisted: number | null;
}

export interface ConfirmedPage {
  orders: readonly ReadableOrder[];
  unreadable: readonly UnreadableOrder[];
  /** The interval that the page confirms; null for none. A page with versions older than ours confirms none. */
  covered: Interval | null;
  /** When pagination began, by our clock. */
  askedAt: Date;
  /** The shop's total that came with this page, to be added to the run's total; null if there was none. */
  announced: number | null;
  /** The shop was proven to list exactly these versions (older-versions.ts). */
  isShown?: boolean;
}

export interface Backfill {
  window: OrderWindow;
  pagedUntil: Date | null;
}

/**
 * Where a run reads and writes. Each call requires the run's lease and otherwise throws `LeaseLost`. A page, its coverage and the progress
 * are one transaction.
 */
export interface SyncStore {
  trigger: RunTrigger;
  readCheckpoint(): Promise<RunCheckpoint>;
  /** The chosen window and progress of a backfill; null for other runs. */
  readBackfill(): Promise<Backfill | null>;
  /** Enters the next phase; a claimed run starts in its preflight. */
  enterPhase(phase: "fetching" | "comparing", window?: { from: Date | null; to: Date }): Promise<void>;
  storePage(page: ConfirmedPage): Promise<StoredBatch>;
  /** Records that a backfill has stored its window up to this time. */
  recordPaged(until: Date): Promise<void>;
  updateShop(facts: {
    shopSystemVersion?: string | null;
    timeZone?: string | null;
    clockSkewMs?: number;
    historyDays?: number | null;
    cartsCounted?: boolean;
    statusNames?: Readonly<Record<string, string>>;
  }): Promise<void>;
  /** Stored orders of the window; `countsQuarantined` includes quarantined ones. */
  countStored(window: OrderWindow, countsQuarantined: boolean): Promise<number>;
  /** Per status of our orders, the ids of the newest and the oldest one; the statuses of most orders first. */
  listStatusSamples(): Promise<{ status: string; samples: string[] }[]>;
  listIdsOfStatuses(statuses: readonly string[]): Promise<string[]>;
  listStoredIds(window: OrderWindow, countsQuarantined: boolean): Promise<string[]>;
  /** The modification time below which this share (0 to 1) of our orders in the window lies; null without orders. */
  findInstant(window: OrderWindow, share: number): Promise<Date | null>;
  /** Ids of orders quarantined before this run, longest waiting first; `due`: only the few due for a retry. */
  listQuarantined(which: "all" | "due"): Promise<string[]>;
  /** Moves these behind the other quarantined orders. */
  deferQuarantined(externalIds: readonly string[]): Promise<void>;
  /** Resolves quarantined orders that the shop no longer has. */
  resolveMissingQuarantined(externalIds: readonly string[]): Promise<void>;
  /** Resolves records without an id that this run did not meet again although it read every gap. */
  resolveNameless(): Promise<void>;
  cutLedger(from: Date): Promise<void>;
  /** Ids of open orders to read again, longest waiting first. */
  listOpenOrders(): Promise<string[]>;
  recordRescanned(externalIds: readonly string[]): Promise<void>;
  /** Marks orders that the shop no longer has as removed, up to the limit of a run (removals.ts). */
  markRemoved(externalIds: readonly string[]): Promise<void>;
  /** A few of the orders that were removed last. */
  listRemovedLately(): Promise<string[]>;
  /** A few stored orders of every age, except `excludedIds`: a credible shop shows at least one. */
  listWitnesses(excludedIds: readonly string[]): Promise<string[]>;
  /** A member has confirmed, within the last day, that the shop really has no orders. */
  isConfirmedEmpty(): Promise<boolean>;
  /** Marks all orders of the window as removed and resolves every quarantined order. */
  removeAll(window: OrderWindow): Promise<void>;
  /** Since when runs have failed as suspiciously empty, after the counts last agreed; null if none did. */
  suspectedSince(): Promise<Date | null>;
}

/** The ports of a run: the engine reaches the shop, the database and the clock only through these. */
export interface SyncPorts {
  shop: ShopPort;
  store: SyncStore;
  clock: Clock;
  /** Aborted when the worker stops: the run ends after the current page. */
  signal: AbortSignal;
}
