import { honouredWaitSeconds, secondsAfter } from "@/lib/health/throttle";

const FIRST_DELAY_SECONDS = 60;
const LONGEST_DELAY_SECONDS = 6 * 3600;
/** About three days; afterwards only "send again" retries. */
const MAX_PUSHES = 20;

/** Time of the next attempt, or null when the attempts are used up. `random` in [0, 1). */
export function nextPushAt(attempts: number, retryAfterSeconds: number | null, now: Date, random: () => number): Date | null {
  if (attempts >= MAX_PUSHES) return null;
  const delay = Math.min(FIRST_DELAY_SECONDS * 2 ** (attempts - 1), LONGEST_DELAY_SECONDS);
  return secondsAfter(now, Math.max(delay * (0.9 + 0.2 * random()), honouredWaitSeconds(retryAfterSeconds)));
}
