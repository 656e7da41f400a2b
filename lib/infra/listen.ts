import pg from "pg";
import { directDatabaseUrl } from "@/lib/infra/env";
import { log } from "@/lib/infra/log";

const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 5_000;
/** Their sum is how long a half-open connection, whose packets are dropped without anyone closing it, goes unnoticed. */
const HEARTBEAT_MS = 5_000;
const ANSWER_MS = 5_000;

export interface ListenOptions {
  channel: string;
  /** The connection's `application_name` in pg_stat_activity. */
  name: string;
  onNotification(payload: string): void;
  /** The connection was opened or reopened: notifications may have been missed. */
  onConnected(): void;
}

export interface Listening {
  close(): Promise<void>;
}

/** Holds one connection that listens on a channel, and reopens it whenever it is lost. */
export function listenOn({ channel, name, onNotification, onConnected }: ListenOptions): Listening {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let heartbeat: NodeJS.Timeout | null = null;
  let retryMs = FIRST_RETRY_MS;
  let closed = false;

  function open(): void {
    const current = new pg.Client({
      connectionString: directDatabaseUrl(),
      options: "-c role=mooring_app",
      application_name: name,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    });
    client = current;
    const lost = (error?: unknown): void => {
      if (client !== current) return;
      if (heartbeat) clearInterval(heartbeat);
      client = null;
      current.end().catch(() => {});
      if (closed) return;
      log.warn({ err: error, channel, retryMs }, "listening connection lost");
      timer = setTimeout(open, retryMs);
      retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
    };
    current.on("error", lost);
    current.on("end", () => lost());
    current.on("notification", ({ payload }) => onNotification(payload ?? ""));
    current
      .connect()
      .then(() => current.query(`listen ${channel}`))
      .then(() => {
        if (client !== current) return;
        retryMs = FIRST_RETRY_MS;
        heartbeat = setInterval(() => current.query("select 1").catch(lost), HEARTBEAT_MS);
        heartbeat.unref();
        onConnected();
      })
      .catch(lost);
  }

  open();
  return {
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      if (heartbeat) clearInterval(heartbeat);
      await client?.end().catch(() => {});
    },
  };
}
