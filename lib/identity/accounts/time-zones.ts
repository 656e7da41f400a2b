/** The time zones that this machine supports, and the person's own if it is missing. */
export function listTimeZones(own: string): string[] {
  const known = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  return known.includes(own) ? known : [own, ...known];
}
