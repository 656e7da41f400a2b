import { expect, test } from "vitest";
import type { RunProgress } from "@/lib/integrations/list/row";
import { rowTone } from "@/lib/integrations/story";
import { RUN_TRIGGERS } from "@/lib/sync/triggers";
import { laneView, listRow } from "@/lib/testing/list-row";

const run = (trigger: string): RunProgress => ({
  id: "r",
  trigger,
  status: "running",
  phase: "fetching",
  total: 120,
  fetched: 37,
  requestedAt: "2026-11-27T16:00:00.000Z",
  startedAt: "2026-11-27T16:00:01.000Z",
});

test("a healthy shop stays healthy during automatic syncs; only runs that a user waits for show as working", () => {
  const moving = RUN_TRIGGERS.filter((trigger) => rowTone(listRow("a", { run: run(trigger) })) !== "healthy");
  expect(moving.sort()).toEqual(["backfill", "first_import", "refresh"]);
});

test("a row has the most urgent tone of its lanes and run", () => {
  const lanes = { orders_in: laneView(), tracking_out: laneView({ state: "action_needed" }) };
  expect(rowTone(listRow("a", { lanes, run: run("refresh") }))).toBe("action_needed");
  expect(rowTone(listRow("a", { lanes: { ...lanes, tracking_out: laneView({ state: "paused" }) }, run: run("refresh") }))).toBe("working");
});
