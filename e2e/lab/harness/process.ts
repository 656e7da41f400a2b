import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Workspace } from "@/e2e/lab/harness/workspace";

const startsWithinMs = 20_000;
const stopsWithinMs = 3000;

const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect({ host, port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

const SETPRIV = "/usr/bin/setpriv";

/** On systems that support it, a server ends with this process, even if this process is killed. */
const endWithParent = (program: string, args: readonly string[]): [string, string[]] =>
  fs.existsSync(SETPRIV) ? [SETPRIV, ["--pdeathsig", "TERM", "--", program, ...args]] : [program, [...args]];

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), stopsWithinMs);
  await ended;
  clearTimeout(late);
}

/**
 * Starts a server in the foreground and waits until it accepts connections. Throws with the server's output if it exits before. Closing the
 * workspace stops it by its process id.
 * @returns its process id
 */
export async function startServer(
  workspace: Workspace,
  command: { program: string; args: readonly string[]; env?: Record<string, string>; host: string; port: number },
): Promise<number> {
  const [program, args] = endWithParent(command.program, command.args);
  const child = spawn(program, args, {
    cwd: workspace.folder,
    env: { NODE_ENV: "test", PATH: process.env["PATH"] ?? "/usr/bin:/bin", HOME: workspace.folder, ...command.env },
    stdio: ["ignore", "pipe", "pipe"],
    // Its own process group: Apache's prefork model ends by signalling its whole group.
    detached: true,
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  let said = "";
  const listen = (chunk: Buffer): void => {
    said = `${said}${chunk.toString()}`.slice(-4000);
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  let failed: string | null = null;
  child.once("error", (error) => {
    failed = error.message;
  });
  workspace.onClose(() => stop(child));
  for (const until = Date.now() + startsWithinMs; Date.now() < until; await delay(15)) {
    if (failed !== null || child.exitCode !== null) throw new Error(`${command.program} ended: ${failed ?? said}`);
    if (await accepts(command.host, command.port)) return child.pid ?? 0;
  }
  throw new Error(`${command.program} did not accept on ${command.host}:${command.port}: ${said}`);
}
