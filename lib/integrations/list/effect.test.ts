import { expect, test } from "vitest";
import { byEffect, nextByItself, weighEffect } from "@/lib/integrations/list/effect";
import type { IntegrationRow, LaneView } from "@/lib/integrations/list/row";
import { laneView, listRow } from "@/lib/testing/list-row";

const blocked: LaneView = laneView({
  state: "action_needed",
  since: "2026-11-20T00:00:00.000Z",
  reason: {
    code: "causes_found",
    checkId: "c",
    cause: "method_blocked",
    others: 0,
    methods: ["PATCH"],
    userAgents: [],
    addresses: [],
    blocker: null,
    fixer: "hosting_provider" as const,
  },
});
const shop = (name: string, effect: Partial<IntegrationRow["effect"]>, orders = laneView(), tracking = laneView()): IntegrationRow =>
  listRow(name, {
    lanes: { orders_in: orders, tracking_out: tracking },
    effect: { parcels: 0, missedOrders: null, countsAgree: null, ...effect },
  });

test("the shop with the largest effect comes first; among equals the one that has failed longest", () => {
  const rows = [
    shop("young", { parcels: 0 }, { ...blocked, since: "2026-11-24T00:00:00.000Z" }),
    shop("old", { parcels: 0 }, { ...blocked, since: "2026-11-01T00:00:00.000Z" }),
    shop("fourteen parcels", { parcels: 14 }, laneView(), blocked),
    shop("thirty orders", { missedOrders: 31 }, blocked),
  ];
  expect(rows.sort(byEffect).map(({ name }) => name)).toEqual(["thirty orders", "fourteen parcels", "old", "young"]);
});

test("waiting parcels of a healthy shop have no weight", () => {
  expect(weighEffect(shop("a", { parcels: 3, missedOrders: null }))).toBe(0);
});

test("the next automatic event is the earliest probe or sync of all rows", () => {
  const rows = [
    shop("a", {}, laneView({ nextSyncAt: "2026-11-25T10:00:00.000Z" })),
    shop("b", {}, laneView({ nextRecoveryProbeAt: "2026-11-25T09:00:00.000Z", nextSyncAt: "2026-11-25T11:00:00.000Z" })),
  ];
  expect(nextByItself(rows)).toEqual({ kind: "probe", at: "2026-11-25T09:00:00.000Z" });
  expect(nextByItself([shop("c", {})])).toBeNull();
});
