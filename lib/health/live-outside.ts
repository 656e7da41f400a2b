import os from "node:os";
import { isUsableAddress, type OutsideConfig, outsideConfig } from "@/lib/connectors/egress/config";
import { type DatedAddress, selectEgress } from "@/lib/connectors/egress/dated-addresses";
import { inPlatform } from "@/lib/infra/db";
import { log } from "@/lib/infra/log";
import { processWide } from "@/lib/infra/process-wide";

// Staff move traffic to other addresses without a restart: every process rereads the table every few seconds.

const KEEP_MS = 5_000;

interface Cache {
  known: DatedAddress[];
  readAt: number;
  reading: Promise<void> | null;
}

const cached = processWide<Cache>("egress addresses", () => ({ known: [], readAt: 0, reading: null }));

/** The table, at most a few seconds old; while the database is unavailable, the last copy read. */
export async function knownAddresses(): Promise<readonly DatedAddress[]> {
  const cache = cached.get();
  if (performance.now() - cache.readAt < KEEP_MS && cache.readAt > 0) return cache.known;
  cache.reading ??= listDatedAddresses()
    .then((known) => {
      cache.known = known;
      cache.readAt = performance.now();
    })
    .catch((error: unknown) => log.warn({ err: error }, "could not read egress addresses; using the last known ones"))
    .finally(() => {
      cache.reading = null;
    });
  await cache.reading;
  return cache.known;
}

/** Call after this process changed the table, so that the next read is fresh. */
export const clearAddressCache = cached.take;

/** Where to connect from now: the addresses of `outside`, filtered by the table's dates. */
export async function liveOutside(outside: OutsideConfig = outsideConfig()): Promise<OutsideConfig> {
  const known = await knownAddresses();
  if (known.length === 0) return outside;
  const interfaces = os.networkInterfaces();
  return { ...outside, egress: selectEgress(outside.egress, known, new Date(), (address) => isUsableAddress(address, interfaces)) };
}

/** Every address ever announced, oldest first. Public. */
export function listDatedAddresses(): Promise<DatedAddress[]> {
  return inPlatform((tx) => tx.egressAddress.findMany({ orderBy: [{ announcedAt: "asc" }, { address: "asc" }] }));
}
