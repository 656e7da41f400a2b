import { expect, test } from "vitest";
import { orderByImpact } from "@/lib/check/order-by-impact";
import type { Cause } from "@/lib/check/result";
import type { LaneName } from "@/lib/health/lane/lane-name";

const cause = (code: Cause["code"], ...affects: LaneName[]): Cause => ({
  code,
  layer: "in_front",
  methods: [],
  userAgents: [],
  addresses: [],
  blocker: null,
  affects,
  certainty: "proven",
  evidence: { pass: null, fail: null },
  reason: null,
  details: {},
});

test("causes that stop orders come first, harmless ones last, each with its index in the result", () => {
  const causes = [
    cause("method_blocked"),
    cause("rate_limited", "tracking_out"),
    cause("credentials_rejected", "orders_in", "tracking_out"),
    cause("credentials_insufficient", "orders_in"),
  ];
  expect(orderByImpact(causes).map(({ cause: { code }, index }) => [code, index])).toEqual([
    ["credentials_rejected", 2],
    ["credentials_insufficient", 3],
    ["rate_limited", 1],
    ["method_blocked", 0],
  ]);
});
