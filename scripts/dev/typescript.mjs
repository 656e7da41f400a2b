// Runs TypeScript files of the project with tsx, on the Node from npm.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

const own = path.join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");

/** The project's own Node; the current one if npm has none for this machine. */
export const ownNode = () => (fs.existsSync(own) ? own : process.execPath);

// Live data is small: with these limits V8 releases memory early. Dockerfile and docs/deploy.md repeat them.
export const WORKER_MEMORY = ["--max-semi-space-size=8", "--max-old-space-size=1024"];
export const WEB_MEMORY = ["--max-semi-space-size=16", "--max-old-space-size=512"];

/** Node arguments that run `file`, relative to the project. */
export const typescriptArguments = (file, args = []) => [
  ...(file === "worker/main.ts" ? WORKER_MEMORY : []),
  "--disable-warning=ExperimentalWarning",
  "--import",
  pathToFileURL(path.join(root, "node_modules/tsx/dist/loader.mjs")).href,
  path.join(root, file),
  ...args,
];

/** Lets tsx resolve `@/` paths from any folder. */
export const typescriptEnvironment = { TSX_TSCONFIG_PATH: path.join(root, "tsconfig.json") };
