import pg from "pg";
import { LIVE_CHANNEL, type LiveEvent, liveEventSchema } from "@/lib/live/events";
import { required } from "@/lib/system/env";
import { log } from "@/lib/system/log";

/** A committed change, or `connected`: the connection is back and changes may have been missed, so what is shown must be read anew. */
export type LiveSignal = LiveEvent | { kind: "connected" };
export type LiveListener = (signal: LiveSignal) => void;

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;
/** A connection that died without a word is found by this question. */
const HEARTBEAT_MS = 15_000;

/** The one LISTEN connection of this process, kept alive as long as anybody listens or `start` was called. */
class Listener {
  readonly #listeners = new Map<string, Set<LiveListener>>();
  readonly #waiting = new Set<() => void>();
  #client: pg.Client | null = null;
  #connected = false;
  #retryMs = FIRST_RETRY_MS;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  subscribe(merchantId: string, listener: LiveListener): () => void {
    const ofMerchant = this.#listeners.get(merchantId) ?? new Set();
    ofMerchant.add(listener);
    this.#listeners.set(merchantId, ofMerchant);
    this.#open();
    return () => {
      ofMerchant.delete(listener);
      if (ofMerchant.size === 0 && this.#listeners.get(merchantId) === ofMerchant) this.#listeners.delete(merchantId);
    };
  }

  untilListening(): Promise<void> {
    this.#open();
    return this.#connected ? Promise.resolve() : new Promise((resolve) => this.#waiting.add(resolve));
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#client?.end().catch(() => {});
  }

  #open(): void {
    if (this.#client || this.#timer || this.#closed) return;
    const client = new pg.Client({
      connectionString: required("DATABASE_URL"),
      options: "-c role=mooring_app",
      keepAlive: true,
      application_name: "mooring live",
    });
    this.#client = client;
    let heartbeat: NodeJS.Timeout | null = null;
    const lost = (error?: unknown): void => {
      if (this.#client !== client) return;
      if (heartbeat) clearInterval(heartbeat);
      this.#client = null;
      this.#connected = false;
      client.end().catch(() => {});
      if (this.#closed) return;
      log.warn({ err: error, retryMs: this.#retryMs }, "live connection lost");
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.#open();
      }, this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
    };
    client.on("error", lost);
    client.on("end", () => lost());
    client.on("notification", ({ payload }) => this.#tell(payload));
    client
      .connect()
      .then(() => client.query(`listen ${LIVE_CHANNEL}`))
      .then(() => {
        this.#connected = true;
        this.#retryMs = FIRST_RETRY_MS;
        heartbeat = setInterval(() => {
          const silent = setTimeout(() => lost(new Error("no heartbeat")), HEARTBEAT_MS / 2);
          client.query("select 1").then(() => clearTimeout(silent), lost);
        }, HEARTBEAT_MS);
        heartbeat.unref();
        for (const resolve of this.#waiting) resolve();
        this.#waiting.clear();
        for (const ofMerchant of this.#listeners.values()) for (const listener of ofMerchant) listener({ kind: "connected" });
      })
      .catch(lost);
  }

  #tell(payload: string | undefined): void {
    let told: unknown;
    try {
      told = JSON.parse(payload ?? "");
    } catch {
      return;
    }
    const event = liveEventSchema.safeParse(told);
    if (!event.success) return;
    for (const listener of this.#listeners.get(event.data.merchantId) ?? []) listener(event.data);
  }
}

// Next's development server loads modules anew at every change; the connection must outlive that.
const shared = globalThis as typeof globalThis & { mooringListener?: Listener };

function listener(): Listener {
  shared.mooringListener ??= new Listener();
  return shared.mooringListener;
}

/**
 * Hands every committed change of the merchant to `listen`, and `connected` whenever the connection came (back): then changes may have
 * been missed. Only for a merchant id that a scope has granted. @returns the way out
 */
export const subscribe = (merchantId: string, listen: LiveListener): (() => void) => listener().subscribe(merchantId, listen);

/** Resolves once changes are heard: what is read after that and what is told together miss nothing. */
export const untilListening = (): Promise<void> => listener().untilListening();

/** Ends the connection of this process. */
export async function stopListening(): Promise<void> {
  const ended = shared.mooringListener;
  delete shared.mooringListener;
  await ended?.close();
}
