import { expect, test } from "vitest";
import { sumUpBulk } from "@/lib/integrations/list/bulk";
import type { BulkRefresh } from "@/lib/integrations/list/bulk-schema";
import type { RunView } from "@/lib/sync/past-runs/run-view";

const run = (integrationId: string, over: Partial<RunView>): RunView => ({
  id: `run-${integrationId}`,
  integrationId,
  trigger: "refresh",
  status: "succeeded",
  phase: "done",
  requestedBy: null,
  requestedAt: "2026-11-25T00:00:00.000Z",
  startedAt: null,
  finishedAt: "2026-11-25T00:00:03.000Z",
  windowFrom: null,
  windowTo: null,
  total: null,
  fetched: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  quarantined: 0,
  shopCount: null,
  ourCount: null,
  ourUnreadable: null,
  ourDismissed: null,
  unlisted: null,
  statusDelta: null,
  countCheckFrom: null,
  countCheckTo: null,
  countCheckIsWhole: false,
  failure: null,
  visitor: null,
  failureStatus: null,
  checkId: null,
  readAt: 0,
  ...over,
});

const bulk = (ids: readonly string[]): BulkRefresh => ({
  runs: ids.map((id) => ({ integrationId: id, runId: `run-${id}`, joined: false })),
  refused: [],
});

test("the result of a bulk refresh sums up orders and takes as long as the longest run", () => {
  const runs = [
    run("a", { created: 5, updated: 1 }),
    run("b", { created: 2, finishedAt: "2026-11-25T00:00:07.500Z" }),
    run("c", { status: "failed", created: 9, failure: "server_error" }),
  ];
  const { left: _, ...sums } = sumUpBulk(bulk(["a", "b", "c"]), runs, new Set(["a", "b", "c"]));
  expect(sums).toEqual({ succeeded: 2, created: 7, updated: 1, tookMs: 7_500, joinedIds: [] });
});

test("each shop that was not refreshed has a reason: refused, failed with its response, or disconnected", () => {
  const requested: BulkRefresh = {
    runs: ["a", "b", "gone", "compacted"].map((id) => ({ integrationId: id, runId: `run-${id}`, joined: id === "a" })),
    refused: [
      { integrationId: "c", code: "paused" },
      { integrationId: "d", code: "not_found" },
    ],
  };
  const runs = [run("a", {}), run("b", { status: "failed", failure: "server_error", failureStatus: 503 })];
  // No-op runs are compacted after a while, but their shops were refreshed all the same.
  const { left, joinedIds } = sumUpBulk(requested, runs, new Set(["a", "b", "c", "compacted"]));
  expect(joinedIds).toEqual(["a"]);
  expect(left).toEqual([
    { integrationId: "b", reason: { kind: "failed", code: "server_error", status: 503 } },
    { integrationId: "gone", reason: { kind: "refused", code: "not_found" } },
    { integrationId: "c", reason: { kind: "refused", code: "paused" } },
    { integrationId: "d", reason: { kind: "refused", code: "not_found" } },
  ]);
});
