import { expect, test } from "vitest";
import { parseFleetFilter } from "@/lib/operations/fleet/filter";

test("the fleet filter of a URL is parsed, and impossible values are ignored", () => {
  expect(parseFleetFilter({ shopSystem: "magento", cause: "", state: "asleep" })).toEqual({ shopSystem: "magento" });
  // PostgreSQL rejects text with U+0000.
  expect(parseFleetFilter({ shopSystem: "a\u0000b", cause: "\u0000", server: "nginx" })).toEqual({ server: "nginx" });
});
