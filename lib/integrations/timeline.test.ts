import { expect, test } from "vitest";
import { mergeTimeline } from "@/lib/integrations/timeline";

const actor = { kind: "job", job: "test" } as const;
const at = (minute: number) => new Date(Date.UTC(2026, 10, 25, 10, minute));
const audit = (id: string, minute: number) => ({ id, integrationId: "i", actor, action: "check_requested", details: {}, at: at(minute) });
const move = (id: string, minute: number) =>
  ({ id, lane: "orders_in", from: "regular", to: "throttled", reason: { code: "none" }, actor, at: at(minute) }) as const;

test("user actions and lane changes are merged newest first, up to the limit", () => {
  const merged = mergeTimeline([audit("a1", 1), audit("a3", 3)], [move("m2", 2), move("m4", 4)], 3);
  expect(merged.entries.map(({ id }) => id)).toEqual(["m4", "a3", "m2"]);
  expect(merged.next).toEqual({ at: at(2), id: "m2" });
  expect(mergeTimeline([audit("a1", 1)], [], 3).next).toBeNull();
});
