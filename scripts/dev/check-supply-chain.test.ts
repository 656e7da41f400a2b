import { expect, it } from "vitest";
import { findSupplyProblems, isPermissive } from "@/scripts/dev/check-supply-chain.mjs";

it.each([
  ["MIT", true],
  ["(MIT OR GPL-3.0-only)", true],
  ["Apache-2.0 AND MIT", true],
  ["GPL-3.0-only", false],
  ["MIT AND LGPL-3.0-or-later", false],
  ["AGPL-3.0-only OR SSPL-1.0", false],
  ["UNLICENSED", false],
  ["SEE LICENSE IN LICENSE.md", false],
])("the licence %s is permissive: %s", (expression, expected) => {
  expect(isPermissive(expression)).toBe(expected);
});

it("a new licence, a new install script and a stale permission each fail the check", () => {
  const packages = {
    "": {},
    "node_modules/a": { license: "MIT" },
    "node_modules/a/node_modules/@x/b": { license: "GPL-2.0-only" },
    "node_modules/c": {},
    "node_modules/d": { license: "ISC", hasInstallScript: true },
    "node_modules/e": { license: "ISC", hasInstallScript: true },
  };
  expect(findSupplyProblems({ packages }, { d: true, f: true })).toEqual([
    "@x/b: its licence (GPL-2.0-only) is not permissive",
    "c: its licence (not named) is not permissive",
    "e: runs an install script that allowScripts of package.json does not list",
    "f: is in allowScripts of package.json and runs no install script",
  ]);
});
