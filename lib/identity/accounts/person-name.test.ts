import { expect, test } from "vitest";
import { initialsOf } from "@/lib/identity/accounts/person-name";

test.each([
  ["Anna de Vries", "AV"],
  ["Åsa", "Å"],
  ["  émile   zola ", "ÉZ"],
  ["Jan (support)", "J"],
  ["李 小龙", "李小"],
  ["🙂", ""],
])("the initials of %j are %j", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
