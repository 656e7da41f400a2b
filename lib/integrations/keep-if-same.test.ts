import { expect, test } from "vitest";
import { keepIfSame } from "@/lib/integrations/keep-if-same";

const row = (name: string, readAt: number) => ({ name, lanes: { orders_in: { state: "regular" } }, readAt });

test("news that say what is shown change nothing, so that no row is drawn anew", () => {
  const shown = row("a", 1);
  expect(keepIfSame(shown, row("a", 2))).toBe(shown);
});

test("news that differ anywhere are taken, the first time and every other time", () => {
  const shown = row("a", 1);
  const told = row("b", 2);
  expect(keepIfSame(shown, told)).toBe(told);
  expect(keepIfSame(shown, told)).toBe(told);
  expect(keepIfSame(row("b", 1), told)).not.toBe(told);
});
