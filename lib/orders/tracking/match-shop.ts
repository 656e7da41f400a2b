import { readableUrl, storedForms } from "@/lib/connectors/readable-url";
import { displayAddress } from "@/lib/connectors/shop-address";

// Which shop a row of a file means by what it calls it. Pure.

export interface NamedShop {
  id: string;
  name: string;
  baseUrl: string;
}

export type MeantShop = { kind: "one"; id: string } | { kind: "unknown" } | { kind: "several"; addresses: string[] };

const plain = (text: string): string => text.trim().toLowerCase();
const plainAddress = (text: string): string =>
  plain(text)
    .replace(/^https?:\/\//, "")
    .replace(/\/+$/, "");
const hostOf = (address: string): string => address.split("/", 1)[0] ?? "";

/** By its address, by the host of it, or by its name, in that order: an address is one shop's, a name can be that of several. */
export function findNamedShop(shops: readonly NamedShop[], text: string): MeantShop {
  const asked = storedForms(plainAddress(text));
  const isAsked = (address: string): boolean => asked.includes(address);
  const ways: ((shop: NamedShop) => boolean)[] = [
    // Whoever writes no scheme means the one that pages leave out.
    ({ baseUrl }) => asked.some((form) => plain(baseUrl) === `${/^\s*http:/i.test(text) ? "http" : "https"}://${form}`),
    ({ baseUrl }) => isAsked(plainAddress(baseUrl)),
    ({ baseUrl }) => isAsked(hostOf(plainAddress(baseUrl))),
    ({ name }) => plain(name) === plain(text),
  ];
  for (const way of ways) {
    const meant = shops.filter(way);
    const [first] = meant;
    if (first && meant.length === 1) return { kind: "one", id: first.id };
    if (first) return { kind: "several", addresses: meant.map(({ baseUrl }) => displayAddress(readableUrl(baseUrl))) };
  }
  return { kind: "unknown" };
}
