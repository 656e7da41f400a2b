// Runs a TypeScript file of the project on the project's own Node: `node scripts/run.mjs worker/check.ts --json`.
import { spawn } from "node:child_process";
import { ownNode, typescriptArguments, typescriptEnvironment } from "./typescript.mjs";

const [file, ...args] = process.argv.slice(2);
const child = spawn(ownNode(), typescriptArguments(file, args), { stdio: "inherit", env: { ...process.env, ...typescriptEnvironment } });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => {
  process.exitCode = signal ? 128 : (code ?? 1);
});
