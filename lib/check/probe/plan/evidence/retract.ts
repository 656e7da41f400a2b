import type { Evidence } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import { signatureOf } from "@/lib/check/probe/refusals";

// Withdraws what proves nothing.

/** Withdraws refusals equal to this one; returns the test for equality. */
export function retractAlike({ matrix, time, discredited }: Evidence, fail: Observation): (one: Observation | null | undefined) => boolean {
  const signature = signatureOf(fail);
  const isAlike = (one: Observation | null | undefined): boolean => Boolean(one && signatureOf(one) === signature);
  discredited.add(signature);
  matrix.deleteWhere(isAlike);
  if (isAlike(time.banned?.fail)) time.banned = null;
  return isAlike;
}

/** Withdraws what a limit per URL refused. */
export function retractCountedByUrl({ time: { countsByUrl }, matrix }: Evidence): boolean {
  if (!countsByUrl) return false;
  const signature = signatureOf(countsByUrl.fail);
  return matrix.deleteWhere((one) => !passed(one) && signatureOf(one) === signature);
}
