import { expect, test } from "vitest";
import { mergeTimeline } from "@/lib/integrations/timeline";

const actor = { kind: "job", job: "test" } as const;
const at = (minute: number) => new Date(Date.UTC(2026, 10, 25, 10, minute));
const audit = (id: string, minute: number) => ({ id, integrationId: "i", actor, action: "check_requested", details: {}, at: at(minute) });
const entry = (id: string, minute: number) => ({ id, kind: "opened", details: {}, actor, at: at(minute) });

test("user actions and what incidents recorded are merged newest first, up to the limit", () => {
  const merged = mergeTimeline([audit("a1", 1), audit("a3", 3)], [entry("m2", 2), entry("m4", 4)], 3);
  expect(merged.entries.map(({ id }) => id)).toEqual(["m4", "a3", "m2"]);
  expect(merged.next).toEqual({ at: at(2), id: "m2" });
  expect(mergeTimeline([audit("a1", 1)], [], 3).next).toBeNull();
});
