import { expect, test } from "vitest";
import { isSamePlace } from "@/components/shell/start-at-top";

test.each([
  ["/m/1/integrations/a", "/m/1/integrations/a/diagnosis", true],
  ["/m/1/integrations/a/diagnosis", "/m/1/integrations/a/history", true],
  ["/m/1/integrations/a", "/m/1/integrations/b", false],
  ["/m/1/integrations/a", "/m/1/integrations", false],
  ["/m/1/integrations", "/m/1/integrations/a", false],
  ["/m/1/integrations/connect", "/m/1/integrations/connect/a", false],
  ["/m/1/orders", "/m/1/orders/a", false],
  ["/support/queue", "/m/1", false],
])("%s and %s: same place %s", (from, to, same) => {
  expect(isSamePlace(from, to)).toBe(same);
});
