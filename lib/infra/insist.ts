import { setTimeout as wait } from "node:timers/promises";
import { MINUTE_MS } from "@/lib/base/units";
import { log } from "@/lib/infra/log";

const RETRY_MS = 1_000;
const MAX_MS = MINUTE_MS;

/** Repeats a step of a process's start while it fails, since PostgreSQL may be restarting or failing over. Throws after a minute. */
export async function insist<Value>(step: string, work: () => Promise<Value>): Promise<Value> {
  for (const until = Date.now() + MAX_MS; ; await wait(RETRY_MS)) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > until) throw error;
      log.warn({ err: error, step }, "could not start yet; retrying");
    }
  }
}
