import { expect, test } from "vitest";
import { reuseIfUnchanged } from "@/lib/integrations/live/reuse-unchanged";

const row = (name: string, readAt: number) => ({ name, lanes: { orders_in: { state: "regular" } }, readAt });

test("an update equal to what is shown keeps the same object, so that no row renders again", () => {
  const shown = row("a", 1);
  expect(reuseIfUnchanged(shown, row("a", 2))).toBe(shown);
});

test("an update that differs anywhere replaces what is shown, every time", () => {
  const shown = row("a", 1);
  const changed = row("b", 2);
  expect(reuseIfUnchanged(shown, changed)).toBe(changed);
  expect(reuseIfUnchanged(shown, changed)).toBe(changed);
  expect(reuseIfUnchanged(row("b", 1), changed)).not.toBe(changed);
});
