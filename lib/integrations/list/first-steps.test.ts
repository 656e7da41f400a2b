import { expect, test } from "vitest";
import { findDoneSteps } from "@/lib/integrations/list/first-steps";

const none = { connected: 0, healthy: 0, imported: 0 };

test("no step is done while no shop is connected", () => {
  expect([...findDoneSteps(none, false)]).toEqual([]);
});

test("addresses count as admitted only when every connected shop is reachable", () => {
  expect([...findDoneSteps({ ...none, connected: 1, healthy: 1 }, false)]).toEqual(["connect", "reachable"]);
  expect([...findDoneSteps({ ...none, connected: 2, healthy: 1 }, false)]).toEqual(["connect"]);
});

test("all steps are done after an import and a choice of notifications", () => {
  expect(findDoneSteps({ connected: 1, healthy: 1, imported: 1 }, true).size).toBe(4);
});
