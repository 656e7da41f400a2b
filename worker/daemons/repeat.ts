import { setTimeout as wait } from "node:timers/promises";
import { log } from "@/lib/infra/log";

/**
 * Runs `work` periodically, never concurrently, until the signal is aborted. Work that processed something (a number above 0) is repeated at
 * once; errors are logged. @returns a promise of the last round's end
 */
export async function repeat(name: string, everyMs: number, work: () => Promise<number>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let found = 0;
    try {
      found = await work();
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, daemon: name }, "daemon failed; retrying");
    }
    if (found === 0) await wait(everyMs, undefined, { signal }).catch(() => {});
  }
}
