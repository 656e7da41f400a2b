import { mayPass, noteAnswer, waitBeforeRepeat } from "@/lib/connectors/http/repeat-reads";
import type { ShopClient, ShopFailure, ShopRequest } from "@/lib/connectors/shop";

// A host that lets so many requests a second or minute through refuses the rest of a long import, and asks to be left alone for a moment.

/** Where the shop does not say how long: longer each time. So often in a row it is waited for, whatever it says. */
const WAITS_MS = [2_000, 4_000, 8_000] as const;
const SHORTEST_MS = 1_000;
const LONGEST_MS = 60_000;

type Limit = Pick<ShopFailure, "status" | "retryAfterSeconds"> & { code: string };

/** How long to leave the shop alone after this failure, the how-manieth of its kind in a row (from 0); null where waiting is of no use. */
export function waitAfterLimit({ code, status, retryAfterSeconds }: Limit, inARow: number): number | null {
  const usual = WAITS_MS[inARow];
  // nginx refuses with 503 what is beyond its limit; with a word of how long, it is waited for like 429.
  const isLimit = code === "rate_limited" || (code === "maintenance" && status === 503 && retryAfterSeconds !== null);
  if (!isLimit || usual === undefined) return null;
  if (retryAfterSeconds === null) return usual;
  return retryAfterSeconds * 1000 <= LONGEST_MS ? Math.max(SHORTEST_MS, retryAfterSeconds * 1000) : null;
}

/**
 * Asks, and again when the limit of the shop has passed or a single request failed (lib/connectors/http/repeat-reads.ts), where the client may wait and
 * nothing is changed by asking twice.
 */
export async function askPatiently<Reply extends { ok: true } | { ok: false; failure: ShopFailure }>(
  client: ShopClient,
  method: ShopRequest["method"],
  ask: () => Promise<Reply>,
): Promise<Reply> {
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
