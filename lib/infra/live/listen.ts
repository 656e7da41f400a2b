import { z } from "zod";
import { type Listening, listenOn } from "@/lib/infra/listen";
import { LIVE_CHANNEL, type LiveEvent, liveEventSchema, type MerchantEvent } from "@/lib/infra/live/events";
import { createRecentChanges, type RecentChanges } from "@/lib/infra/live/recent-changes";
import { metrics } from "@/lib/infra/observe/metrics";

/** A committed change, or `connected`: the connection was (re)opened, changes may have been missed, and the page must be read again. */
export type LiveSignal = MerchantEvent | { kind: "connected" };
export type LiveListener = (signal: LiveSignal) => void;
/** What staff receive for every merchant: questions to support, incidents and jobs of many shops. */
type ConsoleSignal = Extract<LiveEvent, { kind: "thread" | "fleet" }> | { kind: "connected" };
export type ConsoleListener = (signal: ConsoleSignal) => void;

/** Key of the console's subscribers beside merchant ids. */
const CONSOLE = "console";

/** The listening connection of this process and its subscribers. */
interface Hub {
  listeners: Map<string, Set<LiveListener>>;
  consoles: Set<ConsoleListener>;
  recent: RecentChanges;
  connection: Listening;
  isConnected: boolean;
  waiting: Set<() => void>;
}

// Next's development server reloads modules on every change; the connection must survive that.
const shared = globalThis as typeof globalThis & { mooringHub?: Hub };

const sentSchema = z.object({ sentAtMs: z.number() });

function readEvent(payload: string): LiveEvent | null {
  try {
    const sent: unknown = JSON.parse(payload);
    const event = liveEventSchema.safeParse(sent);
    const { data: sentAtMs } = sentSchema.safeParse(sent);
    if (sentAtMs) metrics().eventDelay.observe(Math.max(0, Date.now() - sentAtMs.sentAtMs) / 1000);
    return event.success ? event.data : null;
  } catch {
    return null;
  }
}

function openHub(): Hub {
  const listeners: Hub["listeners"] = new Map();
  const consoles: Hub["consoles"] = new Set();
  const hub: Hub = {
    listeners,
    consoles,
    recent: createRecentChanges(),
    isConnected: false,
    waiting: new Set(),
    connection: listenOn({
      channel: LIVE_CHANNEL,
      name: "mooring live",
      onNotification(payload) {
        const event = readEvent(payload);
        if (!event) return;
        if (event.kind !== "fleet") hub.recent.add(event.merchantId, Date.now());
        if (event.kind !== "fleet") for (const listen of listeners.get(event.merchantId) ?? []) listen(event);
        if (event.kind === "thread" || event.kind === "fleet") {
          hub.recent.add(CONSOLE, Date.now());
          for (const listen of consoles) listen(event);
        }
      },
      onConnected() {
        hub.isConnected = true;
        hub.recent.beginAt(Date.now());
        for (const resolve of hub.waiting) resolve();
        hub.waiting.clear();
        for (const ofMerchant of listeners.values()) for (const listen of ofMerchant) listen({ kind: "connected" });
        for (const listen of consoles) listen({ kind: "connected" });
      },
    }),
  };
  return hub;
}

function hub(): Hub {
  shared.mooringHub ??= openHub();
  return shared.mooringHub;
}

/**
 * Passes every committed change of the merchant to `listen`, and `connected` whenever the connection is (re)opened: changes may have been
 * missed then. Only for a merchant id that a scope has granted. @returns unsubscribes
 */
export function subscribe(merchantId: string, listen: LiveListener): () => void {
  const { listeners } = hub();
  const ofMerchant = listeners.get(merchantId) ?? new Set();
  ofMerchant.add(listen);
  listeners.set(merchantId, ofMerchant);
  return () => {
    ofMerchant.delete(listen);
    if (ofMerchant.size === 0 && listeners.get(merchantId) === ofMerchant) listeners.delete(merchantId);
  };
}

/** The same for staff, over all merchants; only with a platform scope. @returns unsubscribes */
export function subscribeConsole(listen: ConsoleListener): () => void {
  const { consoles } = hub();
  consoles.add(listen);
  return () => void consoles.delete(listen);
}

/** Resolves once changes are received: data read after that and changes received since are complete together. */
export function whenListening(): Promise<void> {
  const { isConnected, waiting } = hub();
  return isConnected ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve));
}

/** Whether a page read at `sinceMs` may lack a change of the merchant: one was committed since, or the connection was down. */
export const mayHaveMissedUpdates = (merchantId: string, sinceMs: number): boolean => hub().recent.mayLack(merchantId, sinceMs, Date.now());

/** The same for a page of the console. */
export const consoleMayHaveMissedUpdates = (sinceMs: number): boolean => hub().recent.mayLack(CONSOLE, sinceMs, Date.now());

/** Closes this process's listening connection. */
export async function stopListening(): Promise<void> {
  const ended = shared.mooringHub;
  delete shared.mooringHub;
  await ended?.connection.close();
}
