import { expect, test } from "vitest";
import { orderedIds } from "@/lib/base/ordered-ids";

test("ids of one batch are distinct UUIDs of version 7 in ascending order", () => {
  const ids = orderedIds(10_000);
  expect(new Set(ids).size).toBe(10_000);
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(orderedIds(1, Date.now() + 10_000)[0]?.localeCompare(ids.at(-1) ?? "")).toBe(1);
});
