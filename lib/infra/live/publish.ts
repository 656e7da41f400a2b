import type { Transaction } from "@/lib/infra/db";
import { LIVE_CHANNEL, type LiveEvent } from "@/lib/infra/live/events";

/** Notifies every web process of a change when `tx` commits. */
export async function publish(tx: Transaction, event: LiveEvent): Promise<void> {
  await tx.$executeRaw`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify({ ...event, sentAtMs: Date.now() })})`;
}
