import { expect, test } from "vitest";
import { parseFleetFilter } from "@/lib/operations/fleet/filter";

test("what the address bar says of shops counts, and what no shop can have counts as not said", () => {
  expect(parseFleetFilter({ platform: "magento", cause: "", state: "asleep" })).toEqual({ platform: "magento" });
  // PostgreSQL takes no text with it.
  expect(parseFleetFilter({ platform: "a\u0000b", cause: "\u0000", server: "nginx" })).toEqual({ server: "nginx" });
});
