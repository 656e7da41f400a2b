import { beforeEach, expect, test } from "vitest";
import { announceRun } from "@/components/integrations/announce-run";
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
  announceRun(store, RUN, { goesOn: words, ended: (end) => end }, (next) => void announced.push(next));
beforeEach(() => {
  store = createLiveStore();
  announced = [];
});

test("a fast run whose end was heard before the answer to the click is announced as ended, and not as started", () => {
  receive(99, null);
  receive(101, going);
  receive(102, null);
  announce("started");
  expect(announced).toEqual(["ended"]);
});

test("a row that was read before the click says nothing of its run", () => {
  receive(99, null);
  announce("started");
  expect(announced).toEqual(["started"]);
  receive(101, going);
  expect(announced).toEqual(["started"]);
});

test("a run that was announced as started is announced as ended once, when the news say so", () => {
  announce("started");
  receive(101, going);
  receive(102, null);
  receive(103, null);
  expect(announced).toEqual(["started", "ended"]);
});

test("the end of a run is not announced into what a later click was answered with", () => {
  announce("started");
  announce("joined");
  receive(102, null);
  expect(announced).toEqual(["started", "joined", "ended"]);
});

test("a run is announced to have worked or failed, by what its lane says happened since the click", () => {
  const [before, since] = [new Date(50).toISOString(), new Date(150).toISOString()];
  announce("started");
  receive(160, null, { lastFailedAt: since, lastSuccessAt: before });
  announce("started");
  receive(160, null, { lastFailedAt: null, lastSuccessAt: since });
  announce("started");
  expect(announced).toEqual(["started", "failed", "failed", "succeeded"]);
});
