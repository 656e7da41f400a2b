import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ownNode, root, WORKER_MEMORY } from "@/scripts/dev/typescript.mjs";

// For tests: workers as in production, each in its own process. They end with the test that started them, however it ends.

const endWithParent = pathToFileURL(path.join(root, "scripts/dev/end-with-parent.mjs")).href;

const workers = new Set<ChildProcess>();

/** Two folders deep, as lib/infra/migrations-folder.ts expects. */
const BUNDLE = path.join(root, ".data/test/worker.mjs");
let bundled: Promise<string> | null = null;

/** Bundled as by scripts/build-app.mjs: starting from sources takes a worker a second of CPU time more. */
async function bundleWorker(): Promise<string> {
  const own = `${BUNDLE}.${process.pid}`;
  const options = { bundle: true, format: "esm", platform: "node", packages: "external", logLevel: "warning" } as const;
  await build({ absWorkingDir: root, entryPoints: ["worker/main.ts"], outfile: own, ...options });
  fs.renameSync(own, BUNDLE);
  return BUNDLE;
}

/** Resolves when the worker takes jobs. It uses the database that DATABASE_URL names now. `onLine` receives each line of its log. */
export async function startWorkerProcess(
  environment: Record<string, string> = {},
  onLine: (line: string) => void = () => {},
): Promise<ChildProcess> {
  bundled ??= bundleWorker();
  const child = spawn(ownNode(), [...WORKER_MEMORY, "--import", endWithParent, await bundled], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {
      ...process.env,
      MOORING_STARTED_BY: String(process.pid),
      LOG_LEVEL: "info",
      PROBE_ALLOW_NETWORKS: "127.0.0.0/8",
      EGRESS_ADDRESSES: "",
      CONTROL_ADDRESS: "",
      ...environment,
    },
  });
  workers.add(child);
  const { stdout } = child;
  if (!stdout) throw new Error("no output");
  await new Promise<void>((resolve, reject) => {
    createInterface(stdout).on("line", (line) => {
      onLine(line);
      if (line.includes("worker ready")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`the worker ended with ${code}`)));
  });
  return child;
}

/** @returns its exit code, or null if the signal ended it */
export async function endWorker(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
  workers.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, "exit");
  child.kill(signal);
  const [code] = await ended;
  return typeof code === "number" ? code : null;
}

export const killWorkers = (): Promise<unknown> => Promise.all([...workers].map((child) => endWorker(child, "SIGKILL")));
