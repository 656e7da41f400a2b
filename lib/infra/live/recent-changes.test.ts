import { expect, test } from "vitest";
import { createRecentChanges } from "@/lib/infra/live/recent-changes";

const second = 1000;

test("a page is current if its merchant's last change came well before it was read", () => {
  const recent = createRecentChanges();
  recent.beginAt(0);
  recent.add("a", 10 * second);
  recent.add("b", 30 * second);
  expect(recent.mayHaveMissed("a", 30 * second, 31 * second)).toBe(false);
  expect(recent.mayHaveMissed("b", 30 * second, 31 * second)).toBe(true);
  expect(recent.mayHaveMissed("never reported", 30 * second, 31 * second)).toBe(false);
});

test("a page read before listening began, or longer ago than changes are kept, may be outdated", () => {
  const recent = createRecentChanges();
  expect(recent.mayHaveMissed("a", 30 * second, 31 * second)).toBe(true);
  recent.beginAt(28 * second);
  expect(recent.mayHaveMissed("a", 30 * second, 31 * second)).toBe(true);
  expect(recent.mayHaveMissed("a", 40 * second, 41 * second)).toBe(false);
  expect(recent.mayHaveMissed("a", 40 * second, 120 * second)).toBe(true);
});

test("only merchants with a change in the last minute are kept, each with its latest change", () => {
  const recent = createRecentChanges();
  recent.beginAt(0);
  recent.add("a", 10 * second);
  recent.add("b", 20 * second);
  recent.add("a", 50 * second);
  recent.add("c", 75 * second);
  expect(recent.mayHaveMissed("a", 52 * second, 76 * second)).toBe(true);
  expect(recent.mayHaveMissed("b", 26 * second, 76 * second)).toBe(false);
});
