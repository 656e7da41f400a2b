import { beforeEach, expect, test } from "vitest";
import { announceRun } from "@/components/integrations/tell-run";
import { afterNews, createLiveStore, type LiveStore } from "@/components/live/live-store";
import type { LaneView, RunProgress } from "@/lib/integrations/row";
import { laneView, listRow } from "@/lib/testing/list-row";

const RUN = { integrationId: "shop", runId: "run", at: 100 };
const going: RunProgress = {
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
let told: (string | null)[];
const hear = (readAt: number, run: RunProgress | null, lane: Partial<LaneView> = {}): void =>
  store.change((state) =>
    afterNews(state, {
      kind: "row",
      row: listRow("shop", { readAt, run, lanes: { orders_in: laneView(lane), tracking_out: laneView() } }),
      run: null,
    }),
  );
const tell = (words: string): void => announceRun(store, RUN, { goesOn: words, ended: (end) => end }, (next) => void told.push(next));
beforeEach(() => {
  store = createLiveStore();
  told = [];
});

test("a fast run whose end was heard before the answer to the press is told as ended, and not as started", () => {
  hear(99, null);
  hear(101, going);
  hear(102, null);
  tell("started");
  expect(told).toEqual(["ended"]);
});

test("a row that was read before the press says nothing of its run", () => {
  hear(99, null);
  tell("started");
  expect(told).toEqual(["started"]);
  hear(101, going);
  expect(told).toEqual(["started"]);
});

test("a run that was told as started is told as ended once, when the news say so", () => {
  tell("started");
  hear(101, going);
  hear(102, null);
  hear(103, null);
  expect(told).toEqual(["started", "ended"]);
});

test("the end of a run is not told into what a later press was answered with", () => {
  tell("started");
  tell("joined");
  hear(102, null);
  expect(told).toEqual(["started", "joined", "ended"]);
});

test("a run is told to have worked or failed, by what its lane says happened since the press", () => {
  const [before, since] = [new Date(50).toISOString(), new Date(150).toISOString()];
  tell("started");
  hear(160, null, { lastFailedAt: since, lastSuccessAt: before });
  tell("started");
  hear(160, null, { lastFailedAt: null, lastSuccessAt: since });
  tell("started");
  expect(told).toEqual(["started", "failed", "failed", "succeeded"]);
});
