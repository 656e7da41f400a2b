import { mayPass, noteAnswer, waitBeforeRepeat } from "@/lib/connectors/http/repeat-reads";
import type { Reply, ShopClient, ShopFailure, ShopRequest } from "@/lib/connectors/shop";

// A rate limit in the middle of a long import is waited out instead of ending the run.

/** Waits where the shop names none; their number is the limit of waits in a row in any case. */
const WAITS_MS = [2_000, 4_000, 8_000] as const;
const SHORTEST_MS = 1_000;
const LONGEST_MS = 60_000;

type Limit = Pick<ShopFailure, "status" | "retryAfterSeconds"> & { code: string };

/** Whether the shop asks to wait. nginx signals its limit by 503: with Retry-After it is treated like 429. */
export const isLimit = ({ code, status, retryAfterSeconds }: Limit): boolean =>
  code === "rate_limited" || (code === "maintenance" && status === 503 && retryAfterSeconds !== null);

/** Milliseconds to wait after this failure; null where waiting does not help. `inARow`: waits before this one. */
export function waitAfterLimit(failure: Limit, inARow: number): number | null {
  const { retryAfterSeconds } = failure;
  const usual = WAITS_MS[inARow];
  if (!isLimit(failure) || usual === undefined) return null;
  if (retryAfterSeconds === null) return usual;
  return retryAfterSeconds * 1000 <= LONGEST_MS ? Math.max(SHORTEST_MS, retryAfterSeconds * 1000) : null;
}

/** Repeats a read when a limit has passed or a single request failed (repeat-reads.ts), if the client may wait. Writes are never repeated. */
export async function askPatiently<Answer extends Reply<unknown>>(
  client: ShopClient,
  method: ShopRequest["method"],
  ask: () => Promise<Answer>,
): Promise<Answer> {
  if (method !== "GET" || !client.waitOut) return ask();
  const startedAt = performance.now();
  for (let limits = 0, repeats = 0; ; ) {
    const reply = await ask();
    const isLost = !reply.ok && mayPass(reply.failure);
    if (!isLost) noteAnswer(client, repeats);
    if (reply.ok) return reply;
    const { failure } = reply;
    const waitMs = isLost ? waitBeforeRepeat(client, failure, repeats, performance.now() - startedAt) : waitAfterLimit(failure, limits);
    if (waitMs === null || !(await client.waitOut(waitMs))) return reply;
    if (isLost) repeats += 1;
    else limits += 1;
  }
}
