import { expect, test } from "vitest";
import { parseFleetFilter } from "@/lib/operations/fleet/filter";

test("the fleet filter of a URL is parsed, and impossible values are ignored", () => {
  expect(parseFleetFilter({ platform: "magento", cause: "", state: "asleep" })).toEqual({ platform: "magento" });
  // PostgreSQL rejects text with U+0000.
  expect(parseFleetFilter({ platform: "a\u0000b", cause: "\u0000", server: "nginx" })).toEqual({ server: "nginx" });
});
