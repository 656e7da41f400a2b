/** What to allow, as lines that a server or firewall reads. */
export const ADDRESS_FORMATS = ["txt", "nginx", "apache", "cloudflare"] as const;
export type AddressFormat = (typeof ADDRESS_FORMATS)[number];

/** Only digits, letters, dots and colons get into a configuration file, whatever the answer holds. */
const isAddress = (text: string): boolean => /^[0-9a-f.:]{2,45}$/i.test(text);

const FORMATS: Record<AddressFormat, (addresses: readonly string[]) => string[]> = {
  txt: (addresses) => [...addresses],
  // Before `deny` in a server or location block.
  nginx: (addresses) => addresses.map((address) => `allow ${address};`),
  // Within RequireAny, beside the conditions for other visitors.
  apache: (addresses) => addresses.map((address) => `Require ip ${address}`),
  // Of a custom rule with the action Skip.
  cloudflare: (addresses) => [`(ip.src in {${addresses.join(" ")}})`],
};

/** @throws Error if an address is none */
export function writeAddresses(format: AddressFormat, addresses: readonly string[]): string[] {
  const wrong = addresses.find((address) => !isAddress(address));
  if (wrong !== undefined) throw new Error("The list of addresses holds something else.");
  return FORMATS[format](addresses);
}
