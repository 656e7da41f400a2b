// How a TypeScript file of the project is run: on the Node that npm brings, through tsx.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const own = path.join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");

/** The project's own Node; the running one on machines that npm brings none for. */
export const ownNode = () => (fs.existsSync(own) ? own : process.execPath);

/** Arguments for Node that run `file` (relative to the project). */
export const typescriptArguments = (file, args = []) => [
  "--disable-warning=ExperimentalWarning",
  "--import",
  pathToFileURL(path.join(root, "node_modules/tsx/dist/loader.mjs")).href,
  path.join(root, file),
  ...args,
];

/** tsx finds the `@/` paths by this, whatever folder the command is run in. */
export const typescriptEnvironment = { TSX_TSCONFIG_PATH: path.join(root, "tsconfig.json") };
