import { SECOND_MS } from "@/lib/base/units";
import { keyOf, limiter, refusalOf } from "@/lib/identity/auth/rate-limits";
import { QUOTAS } from "@/lib/identity/quota/policy";

const [{ most, seconds }] = QUOTAS.api_call;
export const CALLS_PER_MINUTE = most;
const byToken = limiter("quota_api_call_token", most, seconds);

/** Counts a token's call; run it before any other work. */
export async function countCall(tokenId: string) {
  const counted = await byToken.consume(keyOf(tokenId)).catch(refusalOf);
  const resetSeconds = Math.max(1, Math.ceil(counted.msBeforeNext / SECOND_MS));
  return { isAllowed: counted.consumedPoints <= CALLS_PER_MINUTE, remaining: Math.max(0, counted.remainingPoints), resetSeconds };
}
