import { expect, test } from "vitest";
import { responsibilityKey } from "@/lib/check/describe-traits";

test.each([
  [{ network: "192.0.2.0/24", blocker: "imunify360" }, "known.between"],
  [{ egress: "203.0.113.2", server: "nginx" }, "known.between"],
  [{ egress: "203.0.113.2", blocker: "wordfence" }, "known.software"],
  [{ server: "litespeed" }, "known.software"],
  [{ shopSystem: "prestashop" }, "known.software"],
  [{}, "known.us"],
] as const)("what the merchants' own software may explain is not called ours: %j", (traits, key) => {
  expect(responsibilityKey(traits)).toBe(key);
});
