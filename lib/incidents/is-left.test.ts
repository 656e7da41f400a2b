import { expect, it } from "vitest";
import type { Probe } from "@/lib/check/result";
import type { DatedAddress } from "@/lib/connectors/egress/dated-addresses";
import { isLeft } from "@/lib/incidents/is-left";

const NOW = new Date("2026-03-04T10:00:00Z");
const dated = (address: string, retiresAt: Date | null): DatedAddress => ({
  address,
  announcedAt: NOW,
  plannedAt: null,
  liveAt: NOW,
  retiresAt,
});
const KNOWN = [dated("192.0.2.1", NOW), dated("192.0.2.2", null)];
const refuse = (...addresses: string[]) => ({ addresses, userAgents: [], methods: [] });
const askedFrom = (...from: string[]) => ({ probes: from.map((one) => ({ source: "egress", from: one }) as Probe) });

it.each([
  [true, "traffic moved to another address", refuse("192.0.2.1"), askedFrom("192.0.2.2")],
  [false, "it is still used", refuse("192.0.2.1"), askedFrom("192.0.2.1", "192.0.2.2")],
  [false, "nothing was asked", refuse("192.0.2.1"), askedFrom()],
  [false, "another refused one is live", refuse("192.0.2.1", "192.0.2.2"), askedFrom("192.0.2.3")],
  [false, "it is not dated", refuse("192.0.2.9"), askedFrom("192.0.2.2")],
  [false, "it refuses every address", refuse(), askedFrom("192.0.2.2")],
] as const)("a cause about addresses is over without proof: %s, as %s", (expected, _, scope, result) => {
  expect(isLeft(scope, result, KNOWN, NOW)).toBe(expected);
});
