import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { root } from "@/scripts/dev/typescript.mjs";

const text = fs.readFileSync(path.join(root, "scripts/dev/asvs.md"), "utf8");
const rows = text
  .split("\n")
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [requirement = "", where = "", tests = ""] = line
      .split("|")
      .slice(1, 4)
      .map((cell) => cell.trim());
    return { requirement, where, tests };
  });

/** Requirements that ask for a document or a decision, or for the absence of something, and so have no test. */
const UNTESTED = [
  ...["2.1.1", "3.5.4", "3.7.1", "4.1.2", "5.3.1", "7.1.1", "8.1.1", "9.2.3", "10.2.2", "11.5.1", "13.1.1", "14.1.1", "14.3.1"],
  ...["1.2.6", "1.3.1", "1.4", "4.3", "5.2.3", "6.6", "10.3", "10.5.5", "11.6.1", "12.1.3"],
];

test("each row of the ASVS table names its proof, or is one of those that need none", () => {
  expect(rows.length).toBeGreaterThan(80);
  const without = rows.filter(({ tests }) => tests === "").map(({ requirement }) => /^[\d.]+\d/.exec(requirement)?.[0]);
  expect(without.toSorted()).toEqual(UNTESTED.toSorted());
});

test("the files that the table names exist", () => {
  const named = rows.flatMap(({ where, tests }) =>
    [...`${where} ${tests}`.matchAll(/`([\w./[\]()@-]+\.(?:tsx?|mjs))`/g)].map(([, file = ""]) => file),
  );
  // A bare name is in the folder of one that was named before it in the row.
  const all = new Set(fs.globSync("{app,components,deploy,e2e,lib,scripts,worker,prisma}/**/*.{ts,tsx,mjs}", { cwd: root }));
  const bare = new Set([...all].map((file) => path.basename(file)));
  const isThere = (file: string) => (file.includes("/") ? all.has(file) : bare.has(file) || fs.existsSync(path.join(root, file)));
  expect(named.filter((file) => !isThere(file))).toEqual([]);
});
