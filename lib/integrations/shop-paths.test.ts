import { expect, test } from "vitest";
import { SHOP_TABS, shopPath, tabOfSegment } from "@/lib/integrations/shop-paths";

test("each tab is found again from its own address", () => {
  for (const tab of SHOP_TABS) {
    const segment = shopPath("m1", "i1", tab).split("/")[5] ?? null;
    expect(tabOfSegment(segment)).toBe(tab);
  }
});
