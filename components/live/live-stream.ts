import { afterNews, type LiveState, type LiveStore } from "@/components/live/live-store";
import { noteBuild } from "@/components/live/stale-build";
import type { LiveUpdate } from "@/lib/integrations/live/live-update";

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 15_000;
/** The server pings every 15 s: a longer silence means a half-open connection (sleep, changed network). */
const SILENCE_MS = 40_000;
/** A hidden page closes its connection: browsers allow only six per host over HTTP/1.1. */
const HIDDEN_MS = 30_000;

const isOld = ({ status, lastEventAt }: LiveState): boolean =>
  status === "live" && lastEventAt !== null && Date.now() - lastEventAt > SILENCE_MS;

/**
 * Feeds `store` from the event stream at `address` until the returned function is called. Reconnects after a loss, sleep or silence; each
 * time the server reports what the page may have missed.
 */
export function followStream(address: string, store: LiveStore): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let hidden: ReturnType<typeof setTimeout> | undefined;
  let retryMs = FIRST_RETRY_MS;

  function update(): void {
    retryMs = FIRST_RETRY_MS;
    clearTimeout(silence);
    silence = setTimeout(reconnect, SILENCE_MS);
    if (store.read().status === "reconnecting") dispatchEvent(new Event("live-again"));
    store.change((state) => ({ ...state, lastEventAt: Date.now(), status: state.status === "signed_out" ? state.status : "live" }));
  }

  function take(event: MessageEvent<string>): void {
    const news = JSON.parse(event.data) as LiveUpdate;
    store.change((state) => afterNews(state, news));
    if (news.kind !== "signed_out") return void update();
    disconnect();
    dispatchEvent(new Event("signed-out"));
  }

  function disconnect(): void {
    clearTimeout(retry);
    clearTimeout(silence);
    source?.close();
    source = null;
  }

  function connect(): void {
    disconnect();
    // A connection attempt may hang, too.
    silence = setTimeout(reconnect, SILENCE_MS);
    store.change((state) => (isOld(state) ? { ...state, status: "reconnecting" } : state));
    source = new EventSource(address);
    source.addEventListener("news", take);
    source.addEventListener("ping", update);
    source.addEventListener("build", noteBuild);
    source.addEventListener("error", reconnect);
  }

  function reconnect(): void {
    lose();
    retry = setTimeout(connect, retryMs * (0.8 + Math.random() * 0.4));
    retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
  }

  function followVisibility(): void {
    clearTimeout(hidden);
    if (document.visibilityState === "hidden") hidden = setTimeout(disconnect, HIDDEN_MS);
    else if (!source && store.read().status !== "signed_out") connect();
  }

  // The browser notices a lost network before the timeout.
  function lose(): void {
    disconnect();
    store.change((state) => ({ ...state, status: state.status === "signed_out" ? state.status : "reconnecting" }));
  }

  function wake(): void {
    if (store.read().status !== "signed_out") connect();
  }

  document.addEventListener("visibilitychange", followVisibility);
  window.addEventListener("online", wake);
  window.addEventListener("offline", lose);
  connect();
  return () => {
    document.removeEventListener("visibilitychange", followVisibility);
    window.removeEventListener("online", wake);
    window.removeEventListener("offline", lose);
    clearTimeout(hidden);
    disconnect();
  };
}
