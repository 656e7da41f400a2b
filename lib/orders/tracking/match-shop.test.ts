import { expect, it } from "vitest";
import { readableUrl } from "@/lib/connectors/readable-url";
import { displayAddress } from "@/lib/connectors/shop-address";
import { findNamedShop } from "@/lib/orders/tracking/match-shop";

const shops = [
  { id: "nl", name: "Bloemen", baseUrl: "https://bloemen.example" },
  { id: "be", name: "Bloemen", baseUrl: "https://shop.example/be" },
  { id: "de", name: "Blumen", baseUrl: "https://shop.example/de" },
  { id: "old", name: "Kaarsen", baseUrl: "http://kaarsen.example" },
  { id: "own", name: "Bücher", baseUrl: "https://xn--bcher-kva.example/nl" },
  { id: "own too", name: "Bücher", baseUrl: "https://xn--bcher-kva.example/be" },
  { id: "new", name: "Kaarsen nieuw", baseUrl: "https://kaarsen.example" },
];
const find = (text: string) => findNamedShop(shops, text);

it("finds a shop by its address however it is written, by its host, and by a name that is its alone", () => {
  for (const text of ["https://bloemen.example", "bloemen.example", " HTTPS://Bloemen.example/ "])
    expect(find(text)).toEqual({ kind: "one", id: "nl" });
  expect(find("shop.example/be/")).toEqual({ kind: "one", id: "be" });
  expect(find("blumen")).toEqual({ kind: "one", id: "de" });
  expect(find("http://kaarsen.example")).toEqual({ kind: "one", id: "old" });
  expect(find("kaarsen.example")).toEqual({ kind: "one", id: "new" });
});

it("names the addresses to choose from where a name or a host is that of several, and knows none by half a name", () => {
  expect(find("Bloemen")).toEqual({ kind: "several", addresses: ["bloemen.example", "shop.example/be"] });
  expect(find("shop.example")).toEqual({ kind: "several", addresses: ["shop.example/be", "shop.example/de"] });
  expect(find("Bücher")).toEqual({ kind: "several", addresses: ["bücher.example/nl", "bücher.example/be"] });
  for (const text of ["Bloem", "bloemen.example.attacker.example", "/", "https://"]) expect(find(text)).toEqual({ kind: "unknown" });
});

it("finds each shop by the address that it names", () => {
  for (const { id, baseUrl } of shops)
    for (const address of [displayAddress(baseUrl), displayAddress(readableUrl(baseUrl))])
      expect(find(address)).toEqual({ kind: "one", id });
});
