// How a TypeScript file of the project is run: on the Node that npm brings, through tsx.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

const own = path.join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");

/** The project's own Node; the running one on machines that npm brings none for. */
export const ownNode = () => (fs.existsSync(own) ? own : process.execPath);

// What a worker keeps is small (80 MB with 100,000 integrations): told so, V8 gives memory back early instead of growing to many times that.
const WORKER = ["--max-semi-space-size=8", "--max-old-space-size=1024"];
// Checks run in the worker, so they are measured as it runs.
const memory = { "worker/main.ts": WORKER, "scripts/bench/check-subject.ts": WORKER };

/** Arguments for Node that run `file` (relative to the project). */
export const typescriptArguments = (file, args = []) => [
  ...(memory[file] ?? []),
  "--disable-warning=ExperimentalWarning",
  "--import",
  pathToFileURL(path.join(root, "node_modules/tsx/dist/loader.mjs")).href,
  path.join(root, file),
  ...args,
];

/** tsx finds the `@/` paths by this, whatever folder the command is run in. */
export const typescriptEnvironment = { TSX_TSCONFIG_PATH: path.join(root, "tsconfig.json") };
