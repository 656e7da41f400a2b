import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { findFreePort } from "@/scripts/dev/ports.mjs";
import { ownNode, root, WEB_MEMORY } from "@/scripts/dev/typescript.mjs";

export interface WebProcess {
  url: string;
  port: number;
  /** Process id of the process started last. */
  pid(): number;
  /** SIGKILL, without any cleanup. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM. Resolves when the process is gone. */
  stop(): Promise<void>;
  /** Starts it on the same port; resolves when it responds. */
  start(): Promise<void>;
}

/** An additional web process of the product, next to the stack's. `environment` is the stack's and takes precedence. */
export async function makeWebProcess(environment: Record<string, string>): Promise<WebProcess> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  };
  return {
    url,
    port,
    pid: () => child?.pid ?? Number.NaN,
    async start() {
      const next = path.join(root, "node_modules/next/dist/bin/next");
      const fixed = { NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
      const env = { ...process.env, NEXTAUTH_URL: url, STAFF_SECOND_FACTOR_FROM: "2100-01-01", ...environment, ...fixed };
      const started = spawn(ownNode(), [...WEB_MEMORY, next, "start", "-H", "127.0.0.1", "-p", String(port)], {
        cwd: root,
        env,
        stdio: "ignore",
      });
      child = started;
      const ended = once(started, "exit").then(([code]) => {
        throw new Error(`the web process ended with ${code}`);
      });
      ended.catch(() => {});
      const answers = async (): Promise<void> => {
        while (
          !(await fetch(`${url}/sign-in`).then(
            ({ ok }) => ok,
            () => false,
          ))
        )
          await wait(50);
      };
      await Promise.race([answers(), ended]);
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}
