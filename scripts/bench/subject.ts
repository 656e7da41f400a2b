import { spawn } from "node:child_process";
import { once } from "node:events";
import { ownNode, root, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

/** Runs a TypeScript file in its own process, to measure its CPU time and memory separately. Resolves with its first message. */
export async function startProcess(file: string, args: readonly (string | number)[] = [], env: Record<string, string> = {}) {
  const child = spawn(ownNode(), typescriptArguments(file, args.map(String)), {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...typescriptEnvironment, ...env },
  });
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`${file} has ended.`)));
  ended.catch(() => {});
  const nextMessage = async (): Promise<unknown> => (await Promise.race([once(child, "message"), ended]))[0];
  return { child, pid: child.pid ?? 0, ready: await nextMessage(), nextMessage };
}

/** Sends a message to the parent process, whose exit also ends this process. */
export function sendToParent(message: unknown): void {
  if (process.listenerCount("disconnect") === 0) process.once("disconnect", () => process.exit());
  process.send?.(message);
}

/** Starts a file that calls `answerOrders`. */
export async function startSubject<Order extends object, Report>(file: string, env: Record<string, string> = {}) {
  const { child, nextMessage } = await startProcess(file, [], env);
  return {
    async run(order: Order): Promise<Report> {
      child.send(order);
      return (await nextMessage()) as Report;
    },
    close: () => child.kill(),
  };
}

/** Responds to each order of the parent process with a report. */
export function answerOrders<Order>(fulfil: (order: Order) => Promise<object>): void {
  process.on("message", async (order: Order) => sendToParent(await fulfil(order)));
  sendToParent("ready");
}
