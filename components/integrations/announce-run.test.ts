import { beforeEach, expect, test } from "vitest";
import { announceRun } from "@/components/integrations/announce-run";
import { afterNews, createLiveStore, type LiveStore } from "@/components/live/live-store";
import type { LaneView, RunProgress } from "@/lib/integrations/list/row";
import { laneView, listRow } from "@/lib/testing/list-row";

const RUN = { integrationId: "shop", runId: "run", at: 100 };
const active: RunProgress = {
  id: "run",
  trigger: "refresh",
  status: "running",
  phase: "fetching",
  total: null,
  fetched: 0,
  requestedAt: "2026-11-25T00:00:00.000Z",
  startedAt: null,
};

let store: LiveStore;
let announced: (string | null)[];
const receive = (readAt: number, run: RunProgress | null, lane: Partial<LaneView> = {}): void =>
  store.change((state) =>
    afterNews(state, {
      kind: "row",
      row: listRow("shop", { readAt, run, lanes: { orders_in: laneView(lane), tracking_out: laneView() } }),
      run: null,
    }),
  );
const announce = (words: string): void =>
  announceRun(store, RUN, { running: words, ended: (end) => end }, (next) => void announced.push(next));
beforeEach(() => {
  store = createLiveStore();
  announced = [];
});

test("a run that ends before the response to the click is announced as ended, not as started", () => {
  receive(99, null);
  receive(101, active);
  receive(102, null);
  announce("started");
  expect(announced).toEqual(["ended"]);
});

test("a row read before the click does not count for its run", () => {
  receive(99, null);
  announce("started");
  expect(announced).toEqual(["started"]);
  receive(101, active);
  expect(announced).toEqual(["started"]);
});

test("a run announced as started is announced as ended once, when a live update shows it", () => {
  announce("started");
  receive(101, active);
  receive(102, null);
  receive(103, null);
  expect(announced).toEqual(["started", "ended"]);
});

test("the end of a run does not replace the announcement of a later click", () => {
  announce("started");
  announce("joined");
  receive(102, null);
  expect(announced).toEqual(["started", "joined", "ended"]);
});

test("a run is announced as succeeded or failed by what its lane shows since the click", () => {
  const [before, since] = [new Date(50).toISOString(), new Date(150).toISOString()];
  announce("started");
  receive(160, null, { lastFailedAt: since, lastSuccessAt: before });
  announce("started");
  receive(160, null, { lastFailedAt: null, lastSuccessAt: since });
  announce("started");
  expect(announced).toEqual(["started", "failed", "failed", "succeeded"]);
});
