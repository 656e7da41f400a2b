// Runs a TypeScript file of the project on the project's own Node: `node scripts/run.mjs worker/check.ts --json`.
import { spawn } from "node:child_process";
import { bootstrap, isReady } from "./dev/bootstrap.mjs";
import { sendProgressTo, stopWith } from "./dev/progress.mjs";
import { ownNode, typescriptArguments, typescriptEnvironment } from "./dev/typescript.mjs";

async function main([file, ...args]) {
  sendProgressTo(process.stderr);
  if (!isReady()) await bootstrap();
  const env = { ...process.env, ...typescriptEnvironment };
  const child = spawn(ownNode(), typescriptArguments(file, args), { stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = signal ? 128 : (code ?? 1);
  });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  stopWith(error);
}
