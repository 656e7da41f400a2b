import type { OrderWindow, ReadableOrder } from "@/lib/connectors/shop";
import type { ShopPort } from "@/lib/health/shop-port";
import { hashVersion, isSameVersion } from "@/lib/orders/version-hash";
import type { ConfirmedPage, SyncStore } from "@/lib/sync/engine/ports";
import type { RoutineClaim } from "@/lib/sync/routine/claim";

/** What remains to be written for a no-op run. */
export interface NoopRun {
  window: { from: Date | null; to: Date } | null;
  fetched: number;
  announced: number | null;
  /** The new end of the newest interval; null if nothing more is final. */
  coveredTo: number | null;
  askedAt: Date;
}

export interface RoutinePorts {
  shop: ShopPort;
  store: SyncStore;
  /** The no-op run to write; null once the run has written anything. */
  noopRun(): NoopRun | null;
  /** Writes what was deferred; later writes go straight to the database. */
  flush(): Promise<void>;
}

/**
 * Ports of a routine sync that defer all writes while the shop lists only known orders. Reads are answered from the claim. The first change or
 * anything unusual flushes the deferred writes to the real store, which is used from then on.
 */
export function openRoutinePorts(claim: RoutineClaim, shop: ShopPort, real: SyncStore): RoutinePorts {
  let hasFlushed = false;
  let checkpointIsRead = false;
  let phase: Parameters<SyncStore["enterPhase"]> | null = null;
  let kept: ConfirmedPage | null = null;
  let shopCount: number | null = null;

  async function flush(): Promise<void> {
    if (hasFlushed) return;
    hasFlushed = true;
    if (phase) await real.enterPhase(...phase);
    if (kept) await real.storePage(kept);
  }
  /** Methods not answered from the claim flush first. */
  const flushing = Object.entries(real).map(([name, member]) => [
    name,
    typeof member !== "function" ? member : (...args: unknown[]) => flush().then(() => Reflect.apply(member, real, args)),
  ]);

  const store: SyncStore = {
    ...(Object.fromEntries(flushing) as SyncStore),
    async readCheckpoint() {
      const isFirst = !checkpointIsRead && !hasFlushed;
      checkpointIsRead = true;
      if (isFirst) return claim.checkpoint;
      await flush();
      return real.readCheckpoint();
    },
    async readBackfill() {
      return null;
    },
    async enterPhase(...entered) {
      if (hasFlushed) return real.enterPhase(...entered);
      phase = entered;
    },
    async storePage(page) {
      if (hasFlushed || kept || !joinsLedger(page, claim) || !isKnown(page, claim)) {
        await flush();
        return real.storePage(page);
      }
      kept = page;
      return { created: 0, updated: 0, unchanged: page.orders.length, quarantined: 0, outcomes: new Map(), older: [] };
    },
    async countStored(window, countsQuarantined) {
      const ours = hasFlushed || !countsQuarantined ? null : countKnown(window, claim);
      // A search needs the database's own count.
      if (ours !== null && ours === shopCount) return ours;
      await flush();
      return real.countStored(window, countsQuarantined);
    },
    async listStoredIds(window, countsQuarantined) {
      const known = hasFlushed || !countsQuarantined ? null : listKnown(window, claim);
      if (known) return known;
      await flush();
      return real.listStoredIds(window, countsQuarantined);
    },
    async listQuarantined(which) {
      // Nothing was quarantined at the claim.
      if (claim.ourCount !== null) return [];
      await flush();
      return real.listQuarantined(which);
    },
    async resolveNameless() {
      // A record without an id leaves a gap, and reading a gap has already flushed.
      if (hasFlushed) await real.resolveNameless();
    },
  };

  return {
    store,
    shop: {
      ...shop,
      async countOrders(window) {
        const counted = await shop.countOrders(window);
        shopCount = counted.ok ? counted.value : null;
        return counted;
      },
      async listIds(window) {
        const listed = await shop.listIds(window);
        if (listed.ok && listed.value) shopCount = listed.value.length;
        return listed;
      },
    },
    flush,
    noopRun() {
      if (hasFlushed) return null;
      const window = phase?.[1] ?? null;
      if (!kept) return { window, fetched: 0, announced: null, coveredTo: null, askedAt: new Date() };
      return { window, fetched: kept.orders.length, announced: kept.announced, coveredTo: kept.covered?.to ?? null, askedAt: kept.askedAt };
    },
  };
}

/** Whether the page's interval continues the newest interval of the ledger without a gap. */
const joinsLedger = ({ covered }: ConfirmedPage, { newest }: RoutineClaim): boolean =>
  covered === null || (newest.id !== "" && covered.from <= newest.to && covered.from >= newest.from);

/** Whether every record of the page is stored in exactly this version. */
const isKnown = ({ orders, unreadable }: ConfirmedPage, claim: RoutineClaim): boolean =>
  unreadable.length === 0 && claim.ourCount !== null && orders.every((order) => isKnownVersion(order, claim));

function isKnownVersion(order: ReadableOrder, { known }: RoutineClaim): boolean {
  const version = known.versions.get(order.externalId);
  return version !== undefined && version.modifiedAtMs === order.modifiedAt.getTime() && isSameVersion(version.rawHash, hashVersion(order));
}

/** Stored orders in the window, if known without a query. */
function countKnown(window: OrderWindow, claim: RoutineClaim): number | null {
  return isWhole(window, claim) ? claim.ourCount : (listKnown(window, claim)?.length ?? null);
}

/** A shop that hides older orders counts cheaply, so its checks are always whole. */
const isWhole = ({ placedFrom, from }: OrderWindow, { checkpoint }: RoutineClaim): boolean =>
  Boolean(placedFrom) || (from?.getTime() ?? null) === (checkpoint.importFrom?.getTime() ?? null);

/** Ids of the stored orders in the window; null if not known without a query. */
function listKnown(window: OrderWindow, claim: RoutineClaim): string[] | null {
  const { ourCount, known } = claim;
  if (isWhole(window, claim) || ourCount === null || window.from === null || window.from.getTime() < known.from) return null;
  const [from, to] = [window.from.getTime(), window.to.getTime()];
  return [...known.versions].flatMap(([id, { modifiedAtMs }]) => (modifiedAtMs >= from && modifiedAtMs < to ? [id] : []));
}
