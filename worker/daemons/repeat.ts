import { setTimeout as wait } from "node:timers/promises";
import { log } from "@/lib/infra/log";

/**
 * Does `work` again and again until the signal comes, never twice at once. Work that found something (a number above 0) is repeated at once;
 * trouble is logged and tried again. @returns a promise that ends with the last round
 */
export async function repeat(name: string, everyMs: number, work: () => Promise<number>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let found = 0;
    try {
      found = await work();
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, daemon: name }, "daemon failed; it goes on");
    }
    if (found === 0) await wait(everyMs, undefined, { signal }).catch(() => {});
  }
}
