import { expect, test } from "vitest";
import { MINUTE_MS } from "@/lib/base/units";
import { effectChangesSchema, findEffectSpans } from "@/lib/incidents/effect-spans";

const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 1) + minutes * MINUTE_MS);

test("each effect lasts until the next one of its direction, and the last one until the incident is over", () => {
  const changes = effectChangesSchema.parse([
    { at: at(0).toISOString(), details: { lane: "orders_in", from: null, to: "delayed" } },
    { at: at(10), details: { lane: "tracking_out", from: null, to: "partial" } },
    { at: at(20), details: { lane: "orders_in", from: "delayed", to: "down", reason: { code: "of a later version" } } },
    { at: at(50), details: { lane: "orders_in", from: "down", to: "partial" } },
    { at: at(50), details: { lane: "orders_in", from: "down", to: null } },
  ]);
  const none = { reason: { code: "none" } };
  expect(findEffectSpans(changes, at(70))).toEqual([
    { lane: "orders_in", kind: "delayed", from: at(0), to: at(20), ...none },
    { lane: "tracking_out", kind: "partial", from: at(10), to: at(70), ...none },
    { lane: "orders_in", kind: "down", from: at(20), to: at(50), ...none },
  ]);
  expect(findEffectSpans(changes, null)[1]?.to).toBeNull();
});
