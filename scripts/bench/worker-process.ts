import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { endWithBench } from "@/scripts/bench/end-with-bench";
import { ownNode, root, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

export interface WorkerProcess {
  pid: number;
  close(): Promise<void>;
}

/** Starts a worker as it runs in production; what it warns of is shown. */
export async function startWorkerProcess(environment: Record<string, string> = {}): Promise<WorkerProcess> {
  const child: ChildProcess = spawn(ownNode(), typescriptArguments("worker/main.ts", []), {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      ...typescriptEnvironment,
      NEXTAUTH_URL: "http://127.0.0.1:3000",
      NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
      LOG_LEVEL: "info",
      PROBE_ALLOW_NETWORKS: "127.0.0.0/8",
      EGRESS_ADDRESSES: "",
      CONTROL_ADDRESS: "",
      ...environment,
    },
  });
  endWithBench(child.pid);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      const text = chunk.toString();
      if (text.includes("worker ready")) resolve();
      for (const line of text.split("\n")) if (/"level":(40|50|60)/.test(line)) process.stderr.write(`${line}\n`);
    });
    child.once("exit", (code) => reject(new Error(`The worker ended with ${code}.`)));
  });
  return {
    pid: child.pid ?? 0,
    async close() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}
