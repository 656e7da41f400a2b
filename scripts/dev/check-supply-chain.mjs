// Verifies that package-lock.json installs only permissive licences, that only listed packages run install scripts, and that images and actions
// are pinned by digest or commit.
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
  [/^argparse$/, "Python-2.0, which is permissive: reads files when types are generated, and not installed in production"],
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

/** Images and actions that cannot be pinned, by the whole reference, and why. */
const UNPINNED = new Map([
  // ["ghcr.io/example/tool:1", "why no digest is known, and until when"]
]);

/** What a file of this kind runs: images of a Dockerfile or a compose file, images and actions of a workflow. */
const REFERENCES = [
  /^\s*(?:-\s+)?(?:image|container|uses):\s*([^\s{#]+)/gm,
  /^FROM\s+(?:--\S+\s+)*(\S+)/gm,
  /^ARG\s+\w*IMAGE=(\S+)/gm,
  /^# syntax=(\S+)/gm,
];

/** @returns {string[]} references to images and actions in a file's text that may change without us */
export function findUnpinned(text, exceptions = UNPINNED) {
  const stages = new Set([...text.matchAll(/^FROM\s.*\sAS\s+(\S+)/gim)].map(([, name]) => name));
  const isOwn = (reference) => stages.has(reference) || reference.startsWith("${") || reference.startsWith("./");
  return REFERENCES.flatMap((pattern) => [...text.matchAll(pattern)].map(([, reference]) => reference))
    .filter((reference) => !isOwn(reference) && !/@(?:sha256:[0-9a-f]{64}|[0-9a-f]{40})$/.test(reference) && !exceptions.has(reference))
    .map((reference) => `${reference}: is not pinned by digest or commit`);
}

/** The files that name images and actions. */
export const filesWithImages = (root) => [
  "Dockerfile",
  ...fs.globSync(["deploy/*.yaml", ".github/workflows/*.yml", ".github/workflows/*.yaml", ".github/actions/**/*.yml"], { cwd: root }),
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.resolve(import.meta.dirname, "../..");
  const read = (file) => JSON.parse(fs.readFileSync(path.join(root, file), "utf8"));
  const problems = [
    ...findSupplyProblems(read("package-lock.json"), read("package.json").allowScripts),
    ...filesWithImages(root).flatMap((file) =>
      findUnpinned(fs.readFileSync(path.join(root, file), "utf8")).map((one) => `${file}: ${one}`),
    ),
  ];
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
