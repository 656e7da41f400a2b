/** Shops name countries by two letters (ISO 3166-1); what no language has a name for stays as the shop gave it. */
export function countryName(locale: string, country: string): string {
  if (!/^[A-Za-z]{2}$/.test(country)) return country;
  const code = country.toUpperCase();
  const name = new Intl.DisplayNames([locale], { type: "region", fallback: "none" }).of(code);
  // The code of no country has a name as well: that it is unknown.
  return name === undefined || code === "ZZ" ? country : name;
}
