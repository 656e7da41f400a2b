import { EventEmitter, once } from "node:events";
import { z } from "zod";
import { parseJson } from "@/lib/base/parse-json";
import { SECOND_MS } from "@/lib/base/units";
import { type Listening, listenOn } from "@/lib/infra/listen";
import { LIVE_CHANNEL, type LiveEvent, liveEventSchema, type MerchantEvent } from "@/lib/infra/live/events";
import { createRecentChanges, type RecentChanges } from "@/lib/infra/live/recent-changes";
import { metrics } from "@/lib/infra/observe/metrics";
import { processWide } from "@/lib/infra/process-wide";

/** A committed change, or `connected`: the connection was (re)opened, so changes may have been missed and the page must be read again. */
export type LiveSignal = MerchantEvent | { kind: "connected" };
export type LiveListener = (signal: LiveSignal) => void;
/** What staff receive for all merchants: questions to support, incidents and jobs that span shops, moves of the queue. */
type ConsoleSignal = Extract<LiveEvent, { kind: "thread" | "fleet" | "queue" }> | { kind: "connected" };
export type ConsoleListener = (signal: ConsoleSignal) => void;

/** Keys of the console's subscribers, next to merchant ids. */
const CONSOLE = "console";
const QUEUE = "queue";
const CONNECTED = "connected";

interface Hub {
  /** Emits a merchant's events under its id. */
  emitter: EventEmitter;
  recent: RecentChanges;
  connection: Listening;
  isConnected: boolean;
}

const sentSchema = z.object({ sentAtMs: z.number() });

function readEvent(payload: string): LiveEvent | null {
  const sent = parseJson(payload);
  const { data: sentAtMs } = sentSchema.safeParse(sent);
  if (sentAtMs) metrics().eventDelay.observe(Math.max(0, Date.now() - sentAtMs.sentAtMs) / SECOND_MS);
  return liveEventSchema.safeParse(sent).data ?? null;
}

function keysOf(event: LiveEvent): string[] {
  if (event.kind === "queue") return [QUEUE];
  if (event.kind === "fleet") return [CONSOLE];
  return event.kind === "thread" ? [event.merchantId, CONSOLE] : [event.merchantId];
}

function openHub(): Hub {
  const emitter = new EventEmitter().setMaxListeners(0);
  const opened: Hub = {
    emitter,
    recent: createRecentChanges(),
    isConnected: false,
    connection: listenOn({
      channel: LIVE_CHANNEL,
      name: "mooring live",
      onNotification(payload) {
        const event = readEvent(payload);
        if (!event) return;
        for (const key of keysOf(event)) {
          opened.recent.add(key, Date.now());
          emitter.emit(key, event);
        }
      },
      onConnected() {
        opened.isConnected = true;
        opened.recent.beginAt(Date.now());
        emitter.emit(CONNECTED, { kind: "connected" });
      },
    }),
  };
  return opened;
}

const hub = processWide("live updates", openHub);

function follow(key: string, listen: LiveListener | ConsoleListener): () => void {
  const { emitter } = hub.get();
  emitter.on(key, listen).on(CONNECTED, listen);
  return () => void emitter.off(key, listen).off(CONNECTED, listen);
}

/**
 * Passes every committed change of the merchant to `listen`, and `connected` whenever the connection is (re)opened, since changes may have been
 * missed. Only for a merchant id granted by a scope. @returns a function that unsubscribes
 */
export const subscribe = (merchantId: string, listen: LiveListener): (() => void) => follow(merchantId, listen);

/** The same for staff, across merchants; only with a platform scope. @returns a function that unsubscribes */
export const subscribeConsole = (listen: ConsoleListener): (() => void) => follow(CONSOLE, listen);

/** The same for support's queue, which moves much more often than other pages of the console. */
export const subscribeQueue = (listen: ConsoleListener): (() => void) => follow(QUEUE, listen);

/** Resolves once changes are received: data read after that, plus later changes, is complete. */
export async function whenListening(): Promise<void> {
  const { isConnected, emitter } = hub.get();
  if (!isConnected) await once(emitter, CONNECTED);
}

/** Whether a page read at `sinceMs` may lack a change of the merchant: one was committed since, or the connection was down. */
export const mayHaveMissedUpdates = (merchantId: string, sinceMs: number): boolean =>
  hub.get().recent.mayHaveMissed(merchantId, sinceMs, Date.now());

/** The same for a page of the console. */
export const consoleMayHaveMissedUpdates = (sinceMs: number): boolean => hub.get().recent.mayHaveMissed(CONSOLE, sinceMs, Date.now());

/** The same for support's queue. */
export const queueMayHaveMissedUpdates = (sinceMs: number): boolean => hub.get().recent.mayHaveMissed(QUEUE, sinceMs, Date.now());

export async function stopListening(): Promise<void> {
  await hub.take()?.connection.close();
}
