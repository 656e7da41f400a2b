import { MINUTE_MS, SECOND_MS } from "@/lib/base/units";
import { mayPass, noteAnswer, waitBeforeRepeat } from "@/lib/connectors/http/repeat-reads";
import type { Reply, ShopClient, ShopFailure, ShopRequest } from "@/lib/connectors/shop";

// A rate limit during a long import is waited out instead of ending the run.

/** Waits if the shop names none. Their number always limits the waits in a row. */
const WAITS_MS = [2_000, 4_000, 8_000] as const;
const MIN_MS = 1_000;
const MAX_MS = MINUTE_MS;

type Limit = Pick<ShopFailure, "status" | "retryAfterSeconds"> & { code: string };

/** Whether the shop asks us to wait. nginx answers 503 when a limit is exceeded: with Retry-After it is treated like 429. */
export const isLimit = ({ code, status, retryAfterSeconds }: Limit): boolean =>
  code === "rate_limited" || (code === "maintenance" && status === 503 && retryAfterSeconds !== null);

/** Milliseconds to wait after this failure; null if waiting does not help. `inARow`: consecutive waits before this one. */
export function waitAfterLimit(failure: Limit, inARow: number): number | null {
  const { retryAfterSeconds } = failure;
  const usual = WAITS_MS[inARow];
  if (!isLimit(failure) || usual === undefined) return null;
  if (retryAfterSeconds === null) return usual;
  return retryAfterSeconds * SECOND_MS <= MAX_MS ? Math.max(MIN_MS, retryAfterSeconds * SECOND_MS) : null;
}

/** Repeats a read after a rate limit or a single failure (repeat-reads.ts), if the client may wait. Never repeats writes. */
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
