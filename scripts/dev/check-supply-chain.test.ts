import { expect, it } from "vitest";
import { findSupplyProblems, findUnpinned, isPermissive } from "@/scripts/dev/check-supply-chain.mjs";

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

it("an image by tag, an action by tag and a base by tag each fail the check, unless an exception explains why", () => {
  const digest = `sha256:${"a".repeat(64)}`;
  const dockerfile = `# syntax=docker/dockerfile:1\nARG NODE_IMAGE=node:24\nFROM \${NODE_IMAGE} AS build\nFROM debian:trixie AS app\nFROM app AS web\n`;
  expect(findUnpinned(dockerfile)).toEqual(
    ["debian:trixie", "node:24", "docker/dockerfile:1"].map((name) => `${name}: is not pinned by digest or commit`),
  );
  expect(findUnpinned(dockerfile.replace(/:(1|24|trixie)\b/g, `:$1@${digest}`))).toEqual([]);
  const workflow = "    container: node:20\n    steps:\n      - uses: actions/checkout@v4\n      - uses: ./own\n";
  expect(findUnpinned(workflow)).toHaveLength(2);
  expect(findUnpinned(workflow, new Map([["node:20", "why"]]))).toEqual(["actions/checkout@v4: is not pinned by digest or commit"]);
  expect(findUnpinned(`services:\n  db:\n    image: postgres:17@${digest}\n  web:\n    image: mooring:latest\n`)).toEqual([
    "mooring:latest: is not pinned by digest or commit",
  ]);
});
