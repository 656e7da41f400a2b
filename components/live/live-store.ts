import type { IntegrationRow } from "@/lib/integrations/list/row";
import type { LiveUpdate } from "@/lib/integrations/live/live-update";
import type { RunView } from "@/lib/sync/past-runs/run-view";

// Client-side state of the event stream. Components read it through the hooks in use-live.ts.

export type LiveStatus = "connecting" | "live" | "reconnecting" | "signed_out";

export interface LiveState {
  status: LiveStatus;
  /** Client time of the last event in milliseconds; null before the first. */
  lastEventAt: number | null;
  rows: ReadonlyMap<string, IntegrationRow>;
  gone: ReadonlySet<string>;
  run: RunView | null;
  /** Number of re-render events since the document loaded. */
  pageNews: number;
}

export const INITIAL_STATE: LiveState = {
  status: "connecting",
  lastEventAt: null,
  rows: new Map(),
  gone: new Set(),
  run: null,
  pageNews: 0,
};

const newer = <Item extends { readAt: number }>(known: Item | null | undefined, received: Item): Item =>
  known && known.readAt > received.readAt ? known : received;

/** Applies an event. Of two copies of a row the newer one wins, so late and repeated events are harmless. */
export function afterNews(state: LiveState, news: LiveUpdate): LiveState {
  if (news.kind === "signed_out") return { ...state, status: "signed_out" };
  if (news.kind === "page") return { ...state, pageNews: state.pageNews + 1 };
  if (news.kind === "gone") {
    const rows = new Map(state.rows);
    rows.delete(news.integrationId);
    return { ...state, rows, gone: new Set(state.gone).add(news.integrationId) };
  }
  const rows = new Map(state.rows).set(news.row.id, newer(state.rows.get(news.row.id), news.row));
  const run = news.run ? newer(state.run?.integrationId === news.run.integrationId ? state.run : null, news.run) : state.run;
  return { ...state, rows, run };
}

type Listener = () => void;

export interface LiveStore {
  read(): LiveState;
  change(next: (state: LiveState) => LiveState): void;
  subscribe(listener: Listener): () => void;
}

export function createLiveStore(): LiveStore {
  let state = INITIAL_STATE;
  const listeners = new Set<Listener>();
  return {
    read: () => state,
    change(next) {
      state = next(state);
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
