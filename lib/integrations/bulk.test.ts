import fc from "fast-check";
import { expect, test } from "vitest";
import { type BulkRefresh, measureBulk, sumUpBulk } from "@/lib/integrations/bulk";
import type { IntegrationRow, RunProgress } from "@/lib/integrations/row";
import type { RunView } from "@/lib/sync/run-view";
import { listRow } from "@/lib/testing/list-row";

const progress = (id: string, fetched: number, total: number | null): RunProgress => ({
  id,
  trigger: "refresh",
  status: "running",
  phase: "fetching",
  total,
  fetched,
  requestedAt: "2026-11-25T00:00:00.000Z",
  startedAt: null,
});

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
  unlisted: null,
  statusDelta: null,
  proofFrom: null,
  proofTo: null,
  proofIsWhole: false,
  failure: null,
  failureStatus: null,
  checkId: null,
  readAt: 0,
  ...over,
});

const bulk = (ids: readonly string[]): BulkRefresh => ({
  at: 100,
  runs: ids.map((id) => ({ integrationId: id, runId: `run-${id}`, joined: false })),
  refused: [],
});
const known = (rows: IntegrationRow[]): Map<string, IntegrationRow> => new Map(rows.map((row) => [row.id, row]));

test("a run counts as ended only by a row that was read after the press and no longer shows it", () => {
  const rows = [
    listRow("before the press", { readAt: 99 }),
    listRow("on its way", { readAt: 200, run: progress("run-on its way", 30, 40) }),
    listRow("ended", { readAt: 200 }),
    listRow("another run", { readAt: 200, run: progress("elsewhere", 1, 2) }),
  ];
  const ids = [...rows.map(({ id }) => id), "disconnected meanwhile"];
  expect(measureBulk(bulk(ids), known(rows))).toEqual({ shops: 5, ended: 3, fetched: 30, total: 40 });
});

test("never more shops have ended than were started, whatever is known", () => {
  const row = fc.record({ id: fc.constantFrom("a", "b", "c", "d"), readAt: fc.integer({ min: 0, max: 200 }), runs: fc.boolean() });
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom("a", "b", "c")), fc.array(row), (ids, rows) => {
      const all = rows.map(({ id, readAt, runs }) => listRow(id, { readAt, run: runs ? progress(`run-${id}`, 1, null) : null }));
      const { shops, ended } = measureBulk(bulk(ids), known(all));
      expect(shops).toBe(ids.length);
      expect(ended).toBeGreaterThanOrEqual(0);
      expect(ended).toBeLessThanOrEqual(shops);
    }),
  );
});

test("the result adds up what came and takes as long as the longest", () => {
  const runs = [
    run("a", { created: 5, updated: 1 }),
    run("b", { created: 2, finishedAt: "2026-11-25T00:00:07.500Z" }),
    run("c", { status: "failed", created: 9, failure: "server_error" }),
  ];
  const { left: _, ...sums } = sumUpBulk(bulk(["a", "b", "c"]), runs, new Set(["a", "b", "c"]));
  expect(sums).toEqual({ succeeded: 2, created: 7, updated: 1, tookMs: 7_500, joinedIds: [] });
});

test("each shop that was not refreshed has its reason: refused, failed with what the shop answered, or disconnected meanwhile", () => {
  const pressed: BulkRefresh = {
    at: 100,
    runs: ["a", "b", "gone", "folded"].map((id) => ({ integrationId: id, runId: `run-${id}`, joined: id === "a" })),
    refused: [
      { integrationId: "c", code: "paused" },
      { integrationId: "d", code: "not_found" },
    ],
  };
  const runs = [run("a", {}), run("b", { status: "failed", failure: "server_error", failureStatus: 503 })];
  // A run without news is folded away after a time: its shop was refreshed all the same.
  const { left, joinedIds } = sumUpBulk(pressed, runs, new Set(["a", "b", "c", "folded"]));
  expect(joinedIds).toEqual(["a"]);
  expect(left).toEqual([
    { integrationId: "b", reason: { kind: "failed", code: "server_error", status: 503 } },
    { integrationId: "gone", reason: { kind: "refused", code: "not_found" } },
    { integrationId: "c", reason: { kind: "refused", code: "paused" } },
    { integrationId: "d", reason: { kind: "refused", code: "not_found" } },
  ]);
});
