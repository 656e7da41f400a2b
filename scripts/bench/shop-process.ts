import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { endWithBench } from "@/scripts/bench/end-with-bench";
import { ownNode, root, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

export interface ShopProcess {
  url: string;
  pid: number;
  /** Lets it answer 502 to everything, or nothing but the truth again. */
  set(state: "down" | "up"): void;
  close(): void;
}

/** Starts a fake WooCommerce with so many orders that takes so long for each answer. */
export async function startShopProcess(orders: number, delayMs = 0): Promise<ShopProcess> {
  const child: ChildProcess = spawn(ownNode(), typescriptArguments("scripts/bench/fake-shop.ts", [`${orders}`, `${delayMs}`]), {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: { ...process.env, ...typescriptEnvironment },
  });
  endWithBench(child.pid);
  if (!child.stdout || child.pid === undefined) throw new Error("The shop did not start.");
  const [line] = await once(child.stdout, "data");
  return { url: String(line).trim(), pid: child.pid, set: (state) => child.send(state), close: () => child.kill("SIGTERM") };
}
