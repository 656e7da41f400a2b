// Verifies that package-lock.json installs only permissive licences, and that only listed packages run install scripts.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PERMISSIVE = new Set([
  ...[
    "0BSD",
    "Apache-2.0",
    "BlueOak-1.0.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "OFL-1.1",
    "PSF-2.0",
    "Unlicense",
  ],
  // Data, with attribution in THIRD_PARTY_NOTICES.
  ...["CC-BY-3.0", "CC-BY-4.0"],
]);

/** Packages with other licences, or that declare theirs elsewhere, and why they are accepted. */
const EXCEPTIONS = [
  [/^@img\/sharp-/, "LGPL-3.0: native libraries that Next.js loads unmodified, and does not need here"],
  [/^lightningcss(-|$)/, "MPL-2.0: Tailwind's compiler, used unmodified at the build"],
  [/^elkjs$/, "EPL-2.0: part of Prisma's studio, used unmodified and not at run time"],
  [/^axe-core$/, "MPL-2.0: tests for accessibility, used unmodified and not installed in production"],
  [/^parse-cache-control$/, "BSD-3-Clause, in its LICENSE file"],
  [/^png-js$/, "MIT, in its LICENSE file"],
  [/^seq-queue$/, "MIT, in its LICENSE file"],
];

/** Whether an SPDX expression can be satisfied by permissive licences alone. */
export const isPermissive = (expression) =>
  expression
    .replace(/[()]/g, " ")
    .split(/\s+or\s+/i)
    .some((choice) => choice.split(/\s+and\s+/i).every((name) => PERMISSIVE.has(name.trim())));

/** @returns {string[]} problems of the packages in a lock file */
export function findSupplyProblems({ packages }, allowScripts) {
  const entries = Object.entries(packages)
    .filter(([place]) => place !== "")
    .map(([place, entry]) => ({ name: place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length), ...entry }));
  const foreign = entries
    .filter(({ name, license }) => !EXCEPTIONS.some(([pattern]) => pattern.test(name)) && !isPermissive(license ?? "none"))
    .map(({ name, license }) => `${name}: its licence (${license ?? "not named"}) is not permissive`);
  const scripts = new Set(entries.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name));
  const unlisted = [...scripts]
    .filter((name) => allowScripts[name] === undefined)
    .map((name) => `${name}: runs an install script that allowScripts of package.json does not list`);
  const gone = Object.keys(allowScripts)
    .filter((name) => !scripts.has(name))
    .map((name) => `${name}: is in allowScripts of package.json and runs no install script`);
  return [...foreign, ...unlisted, ...gone];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.resolve(import.meta.dirname, "../..");
  const read = (file) => JSON.parse(fs.readFileSync(path.join(root, file), "utf8"));
  const problems = findSupplyProblems(read("package-lock.json"), read("package.json").allowScripts);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
