// Runs a TypeScript file of the project on the project's own Node: `node scripts/run.mjs worker/check.ts --json`.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const own = path.join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
const [file, ...args] = process.argv.slice(2);
const child = spawn(
  fs.existsSync(own) ? own : process.execPath,
  [
    "--disable-warning=ExperimentalWarning",
    "--import",
    pathToFileURL(path.join(root, "node_modules/tsx/dist/loader.mjs")).href,
    path.join(root, file),
    ...args,
  ],
  { stdio: "inherit", env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, "tsconfig.json") } },
);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => {
  process.exitCode = signal ? 128 : (code ?? 1);
});
