import { expect, test } from "vitest";
import { reuseIfUnchanged } from "@/lib/integrations/reuse-unchanged";

const row = (name: string, readAt: number) => ({ name, lanes: { orders_in: { state: "regular" } }, readAt });

test("news that say what is shown change nothing, so that no row is drawn anew", () => {
  const shown = row("a", 1);
  expect(reuseIfUnchanged(shown, row("a", 2))).toBe(shown);
});

test("news that differ anywhere are taken, the first time and every other time", () => {
  const shown = row("a", 1);
  const reported = row("b", 2);
  expect(reuseIfUnchanged(shown, reported)).toBe(reported);
  expect(reuseIfUnchanged(shown, reported)).toBe(reported);
  expect(reuseIfUnchanged(row("b", 1), reported)).not.toBe(reported);
});
