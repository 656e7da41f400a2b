/** Every zone that this machine knows, plus the person's own should it not be among them. */
export function listTimeZones(own: string): string[] {
  const known = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  return known.includes(own) ? known : [own, ...known];
}
