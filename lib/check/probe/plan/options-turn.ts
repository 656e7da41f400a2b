import type { Probe } from "@/lib/check/result";

const METHOD = "OPTIONS";

/**
 * With a key OPTIONS is asked once, as the first identity or as the second, by address and name: as the other one than in the check before, so that two
 * checks have asked as both; and as the one that was refused, so that a cause stays until it is gone.
 * @param before the requests of the check before
 */
export function asksOptionsAsSecond(before: readonly Probe[], firstName: string): boolean {
  const asked = before.filter(({ method, source }) => method === METHOD && source !== "control");
  const refused = asked.find(({ passed }) => !passed);
  if (refused) return refused.userAgent !== firstName;
  return asked[0]?.userAgent === firstName;
}
