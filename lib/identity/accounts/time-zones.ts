/** The time zones that this machine supports, plus the person's own if missing. */
export function listTimeZones(own: string): string[] {
  const known = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  return known.includes(own) ? known : [own, ...known];
}
