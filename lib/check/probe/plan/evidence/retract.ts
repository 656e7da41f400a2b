import type { Findings } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import { signatureOf } from "@/lib/check/probe/refusals";

// Withdraws findings that prove nothing.

export const isSameRequest = (a: Observation, b: Observation): boolean =>
  a.question.source === b.question.source &&
  a.question.userAgent === b.question.userAgent &&
  a.question.credential === b.question.credential &&
  a.question.request.method === b.question.request.method &&
  a.question.request.body === b.question.request.body &&
  a.probe.path === b.probe.path &&
  a.baseUrl === b.baseUrl;

/** Withdraws refusals equal to this one; returns the test for equality. */
export function retractAlike(
  { matrix, key, redirects, time }: Findings,
  fail: Observation,
): (one: Observation | null | undefined) => boolean {
  const isAlike = (one: Observation | null | undefined): boolean => Boolean(one && signatureOf(one) === signatureOf(fail));
  matrix.deleteWhere(isAlike);
  if (isAlike(key.refusedName?.fail)) key.refusedName = null;
  if (isAlike(redirects.refusedBefore?.fail)) redirects.refusedBefore = null;
  if (isAlike(time.banned?.fail)) time.banned = null;
  for (const seen of ["read", "write"] as const) if (isAlike(key[seen])) key[seen] = null;
  key.found = key.found.filter(({ evidence }) => !isAlike(evidence.fail));
  key.unkeyed = key.unkeyed.filter(({ keyed, plain }) => !isAlike(keyed) && !isAlike(plain));
  return isAlike;
}

/** Withdraws what a limit per URL refused. */
export function retractCountedByUrl({ time: { countsByUrl }, matrix }: Findings): boolean {
  if (!countsByUrl) return false;
  const signature = signatureOf(countsByUrl.fail);
  return matrix.deleteWhere((one) => !passed(one) && signatureOf(one) === signature);
}
