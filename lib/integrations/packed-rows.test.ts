import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packRows, unpackRows } from "@/lib/integrations/packed-rows";
import type { IntegrationRow, LaneView } from "@/lib/integrations/row";

const instant = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }).map((date) => date.toISOString());
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const lane: fc.Arbitrary<LaneView> = fc.record({
  state: fc.constantFrom("regular", "throttled", "action_needed", "paused"),
  since: instant,
  reason: fc.constantFrom({ code: "none" }, { code: "paused_by", by: "Ada \u202E <b>" }) as fc.Arbitrary<LaneView["reason"]>,
  nextSyncAt: maybe(instant),
  nextProbeAt: maybe(instant),
  lastSuccessAt: maybe(instant),
  failingSince: maybe(instant),
  failedAttempts: fc.nat(),
  lastFailedAt: maybe(instant),
});
const row: fc.Arbitrary<IntegrationRow> = fc.record({
  id: fc.uuid(),
  // A shop may be called like an instant.
  name: fc.oneof(fc.string({ unit: "grapheme" }), instant),
  platform: fc.constantFrom("woocommerce", "magento", "prestashop", "shopify"),
  baseUrl: fc.webUrl(),
  readableUrl: fc.option(fc.webUrl()),
  hasCredentials: fc.boolean(),
  lanes: fc.record({ orders_in: lane, tracking_out: lane }),
  lastOrderAt: maybe(instant),
  effect: fc.record({ parcels: fc.nat(), missedOrders: maybe(fc.nat()), countsAgree: maybe(fc.boolean()) }),
  run: maybe(
    fc.record({
      id: fc.uuid(),
      trigger: fc.constant("schedule"),
      status: fc.constantFrom("queued", "running"),
      phase: fc.constant("fetching"),
      total: maybe(fc.nat()),
      fetched: fc.nat(),
      requestedAt: instant,
      startedAt: maybe(instant),
    }),
  ),
  check: maybe(
    fc.record({
      id: fc.uuid(),
      status: fc.constantFrom("running", "done"),
      verdict: fc.constantFrom(null, "reachable"),
      causeCodes: fc.array(fc.constantFrom("method_blocked", "slow")),
      probesDone: fc.nat(),
      seen: fc.constant([]),
      at: instant,
    }),
  ),
  readAt: fc.nat(),
}) as fc.Arbitrary<IntegrationRow>;

describe("packed rows", () => {
  it("come out as they went in, whatever they hold", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        expect(unpackRows(packRows(rows))).toEqual(rows);
      }),
    );
  });

  it("of four hundred quiet shops take less than a fourth of what they take written out", () => {
    const [shape] = fc.sample(row, { numRuns: 1, seed: 4 });
    if (!shape) throw new Error("no row");
    const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 25, 12) - minutes * 60_000).toISOString();
    const quiet = (minutes: number): LaneView => ({
      ...{ state: "regular", since: at(9000), reason: { code: "none" }, failingSince: null, nextProbeAt: null },
      ...{ failedAttempts: 0, lastFailedAt: null },
      ...{ lastSuccessAt: at(minutes), nextSyncAt: at(minutes - 15) },
    });
    const rows = Array.from(
      { length: 400 },
      (_, n): IntegrationRow => ({
        ...{
          id: crypto.randomUUID(),
          name: `Shop ${n}`,
          platform: "magento",
          baseUrl: `https://shop-${n}.example`,
          readableUrl: null,
          hasCredentials: true,
        },
        lanes: { orders_in: quiet(n % 15), tracking_out: quiet(n % 15) },
        ...{ lastOrderAt: at(n), effect: { parcels: 0, missedOrders: null, countsAgree: true }, run: null, readAt: 1 },
        check: {
          ...{ id: crypto.randomUUID(), status: "done", verdict: "healthy", causeCodes: [], probesDone: 12, seen: [], at: at(n) },
        },
      }),
    );
    expect(packRows(rows).length).toBeLessThan(JSON.stringify(rows).length / 4);
  });
});
