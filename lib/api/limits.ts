import { RateLimiterRes } from "rate-limiter-flexible";
import { keyOf, limiter } from "@/lib/identity/auth/rate-limits";

/** Calls per token and minute: enough to poll two shops every second. */
export const CALLS_PER_MINUTE = 120;
const WINDOW_SECONDS = 60;
const byToken = limiter("api", CALLS_PER_MINUTE, WINDOW_SECONDS);

export interface CallCount {
  isAllowed: boolean;
  remaining: number;
  /** Seconds until the window ends. */
  resetSeconds: number;
}

/** Counts a call of a token before any other work. */
export async function countCall(tokenId: string): Promise<CallCount> {
  const counted = await byToken.consume(keyOf(tokenId)).catch((refused: unknown) => {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  });
  const resetSeconds = Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
  return { isAllowed: counted.consumedPoints <= CALLS_PER_MINUTE, remaining: Math.max(0, counted.remainingPoints), resetSeconds };
}
