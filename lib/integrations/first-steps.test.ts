import { expect, test } from "vitest";
import { findDoneSteps } from "@/lib/integrations/first-steps";
import type { CheckSummary } from "@/lib/integrations/row";
import { laneView, listRow } from "@/lib/testing/list-row";

const check = (verdict: CheckSummary["verdict"]): CheckSummary => ({
  id: "c",
  status: "done",
  verdict,
  causeCodes: [],
  probesDone: 1,
  seen: [],
  at: "2026-11-25T00:00:00.000Z",
});
const imported = { orders_in: laneView({ lastSuccessAt: "2026-11-25T00:00:00.000Z" }), tracking_out: laneView() };

test("a shop without a key is not connected, and nothing else follows from it", () => {
  expect([...findDoneSteps([listRow("a", { hasCredentials: false, check: check("healthy") })], false)]).toEqual([]);
});

test("addresses count as let through only when every connected shop is reachable", () => {
  const good = listRow("a", { check: check("healthy") });
  expect([...findDoneSteps([good], false)]).toEqual(["connect", "reachable"]);
  expect([...findDoneSteps([good, listRow("b", { check: check("blocked") })], false)]).toEqual(["connect"]);
});

test("all steps are done with an import and a choice of news", () => {
  expect(findDoneSteps([listRow("a", { check: check("healthy"), lanes: imported })], true).size).toBe(4);
});
