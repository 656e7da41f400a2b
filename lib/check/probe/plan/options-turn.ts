import type { Probe } from "@/lib/check/result";

const METHOD = "OPTIONS";

/**
 * With a key OPTIONS is sent once: as the identity that was refused in the check before, so that its cause stays until it is gone, else as the
 * other one than `before`, so that two checks cover both.
 */
export function asksOptionsAsSecond(before: readonly Probe[], firstName: string): boolean {
  const asked = before.filter(({ method, source }) => method === METHOD && source !== "control");
  const refused = asked.find(({ passed }) => !passed);
  if (refused) return refused.userAgent !== firstName;
  return asked[0]?.userAgent === firstName;
}
