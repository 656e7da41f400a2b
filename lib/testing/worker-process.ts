import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { ownNode, root, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

// For tests: workers as they run in production, each a process of its own. They end with the test that started them, however that ends.

const endWithParent = pathToFileURL(path.join(root, "scripts/dev/end-with-parent.mjs")).href;

const workers = new Set<ChildProcess>();

/** Resolves when the worker takes jobs. It works on the database that DATABASE_URL names now. `onLine`: gets each line of its log. */
export async function startWorkerProcess(
  environment: Record<string, string> = {},
  onLine: (line: string) => void = () => {},
): Promise<ChildProcess> {
  const child = spawn(ownNode(), ["--import", endWithParent, ...typescriptArguments("worker/main.ts")], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {
      ...process.env,
      ...typescriptEnvironment,
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

/** @returns its exit code, or null when the signal ended it */
export async function endWorker(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
  workers.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, "exit");
  child.kill(signal);
  const [code] = await ended;
  return typeof code === "number" ? code : null;
}

export const killWorkers = (): Promise<unknown> => Promise.all([...workers].map((child) => endWorker(child, "SIGKILL")));
