import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { bundle } from "@/scripts/dev/bundle.mjs";
import { ownNode, root, typescriptArguments, typescriptEnvironment, WORKER_MEMORY } from "@/scripts/dev/typescript.mjs";

/** As deep as the folder of the shipped bundles. */
const BUNDLES = ".next/bench";

/** Runs a TypeScript file in its own process, to measure its CPU time and memory separately. Resolves with its first message. */
export const startProcess = (file: string, args: readonly (string | number)[] = []) =>
  start(typescriptArguments(file, args.map(String)), typescriptEnvironment);

async function start(nodeArguments: readonly string[], env: Record<string, string>) {
  const child = spawn(ownNode(), nodeArguments, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...env },
  });
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`${nodeArguments.at(-1)} has ended.`)));
  ended.catch(() => {});
  const nextMessage = async (): Promise<unknown> => (await Promise.race([once(child, "message"), ended]))[0];
  return { child, pid: child.pid ?? 0, ready: await nextMessage(), nextMessage };
}

/** Sends a message to the parent process, whose exit also ends this process. */
export function sendToParent(message: unknown): void {
  if (process.listenerCount("disconnect") === 0) process.once("disconnect", () => process.exit());
  process.send?.(message);
}

/** Starts a file that calls `answerOrders`, bundled and with the memory of the worker, as production runs it. */
export async function startSubject<Order extends object, Report>(file: string, env: Record<string, string> = {}) {
  await bundle({ subject: file }, path.join(root, BUNDLES));
  const { child, nextMessage } = await start([...WORKER_MEMORY, path.join(root, BUNDLES, "subject.mjs")], env);
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
