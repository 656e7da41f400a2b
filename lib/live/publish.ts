import { LIVE_CHANNEL, type LiveEvent } from "@/lib/live/events";
import type { Transaction } from "@/lib/system/db";

/** Tells every web process of a change, at the commit of `tx` and never before. */
export async function publish(tx: Transaction, event: LiveEvent): Promise<void> {
  await tx.$executeRaw`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(event)})`;
}
