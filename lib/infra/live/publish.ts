import type { Transaction } from "@/lib/infra/db";
import { LIVE_CHANNEL, type LiveEvent } from "@/lib/infra/live/events";

/** Tells every web process of a change, at the commit of `tx` and never before. */
export async function publish(tx: Transaction, event: LiveEvent): Promise<void> {
  await tx.$executeRaw`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(event)})`;
}
