import { readableUrl, storedForms } from "@/lib/connectors/readable-url";
import { displayAddress } from "@/lib/connectors/shop-address";
import type { Integration } from "@/lib/infra/prisma-client/client";

// Matches the shop named in a row of a file. Pure.

export type NamedShop = Pick<Integration, "id" | "name" | "baseUrl">;

export type MeantShop = { kind: "one"; id: string } | { kind: "unknown" } | { kind: "several"; addresses: string[] };

const plain = (text: string): string => text.trim().toLowerCase();
const plainAddress = (text: string): string =>
  plain(text)
    .replace(/^https?:\/\//, "")
    .replace(/\/+$/, "");
const hostOf = (address: string): string => address.split("/", 1)[0] ?? "";

/** Matches by URL, host or name, in that order: a URL identifies one shop, a name may belong to several. */
export function findNamedShop(shops: readonly NamedShop[], text: string): MeantShop {
  const asked = storedForms(plainAddress(text));
  const isAsked = (address: string): boolean => asked.includes(address);
  const ways: ((shop: NamedShop) => boolean)[] = [
    // https unless the text says http.
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
