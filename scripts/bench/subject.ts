import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Workshop } from "@/scripts/bench/workshop";
import { ownNode, root, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

/** A separate process for the measured work, to measure its CPU time and memory. */
export interface Subject<Order, Report> {
  child: ChildProcess;
  run(order: Order): Promise<Report>;
}

/** Starts a file that answers each message with one; it has said that it is ready. */
export async function startSubject<Order extends object, Report>(
  workshop: Workshop,
  file: string,
  env: Record<string, string> = {},
): Promise<Subject<Order, Report>> {
  const [program = "", ...others] = typescriptArguments(file).toReversed();
  const child = fork(program, [], {
    execPath: ownNode(),
    execArgv: others.toReversed(),
    cwd: root,
    env: { ...process.env, ...typescriptEnvironment, ...workshop.trust, ...env },
  });
  workshop.adopt(child);
  let fail: (error: Error) => void = () => {};
  child.once("exit", () => fail(new Error(`${file} has ended.`)));
  await once(child, "message");
  return {
    child,
    run: (order) =>
      new Promise((resolve, reject) => {
        fail = reject;
        child.once("message", (message) => resolve(message as Report));
        child.send(order);
      }),
  };
}
