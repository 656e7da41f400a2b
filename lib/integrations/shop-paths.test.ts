import { expect, test } from "vitest";
import { SHOP_TABS, shopPath, tabOfOldSection, tabOfSegment } from "@/lib/integrations/shop-paths";

test("each tab is found again from its own address", () => {
  for (const tab of SHOP_TABS) {
    const segment = shopPath("m1", "i1", tab).split("/")[5] ?? null;
    expect(tabOfSegment(segment)).toBe(tab);
  }
});

test.each([
  ["#causes", "diagnosis"],
  ["#cause-method_blocked-p7", "diagnosis"],
  ["#reports", "diagnosis"],
  ["#coming-addresses", "diagnosis"],
  ["#runs", "sync"],
  ["#set-aside", "sync"],
  ["#history", "history"],
  ["#incidents", "history"],
  ["#timeline", "history"],
  ["#settings", "settings"],
  ["#settings-key", "settings"],
  ["#maintenance", "settings"],
  ["#content", null],
  ["", null],
] as const)("a link to the section %j of the former single page leads to %j", (hash, tab) => {
  expect(tabOfOldSection(hash)).toBe(tab);
});
