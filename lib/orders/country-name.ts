/** The name of a country code (ISO 3166-1 alpha-2); unknown codes are returned unchanged. */
export function countryName(locale: string, country: string): string {
  if (!/^[A-Za-z]{2}$/.test(country)) return country;
  const code = country.toUpperCase();
  const name = new Intl.DisplayNames([locale], { type: "region", fallback: "none" }).of(code);
  // Intl names unassigned codes "unknown region".
  return name === undefined || code === "ZZ" ? country : name;
}
