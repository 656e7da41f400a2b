import { expect, it } from "vitest";
import { displayAddress } from "@/lib/connectors/display-address";
import { readableUrl } from "@/lib/connectors/readable-url";
import { findNamedShop } from "@/lib/orders/tracking/import-shipments";

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

it("a shop is found by any spelling of its address, by its host, and by a unique name", () => {
  for (const text of ["https://bloemen.example", "bloemen.example", " HTTPS://Bloemen.example/ "])
    expect(find(text)).toEqual({ kind: "one", id: "nl" });
  expect(find("shop.example/be/")).toEqual({ kind: "one", id: "be" });
  expect(find("blumen")).toEqual({ kind: "one", id: "de" });
  expect(find("http://kaarsen.example")).toEqual({ kind: "one", id: "old" });
  expect(find("kaarsen.example")).toEqual({ kind: "one", id: "new" });
});

it("an ambiguous name or host returns the addresses to choose from, and a partial name finds no shop", () => {
  expect(find("Bloemen")).toEqual({ kind: "several", addresses: ["bloemen.example", "shop.example/be"] });
  expect(find("shop.example")).toEqual({ kind: "several", addresses: ["shop.example/be", "shop.example/de"] });
  expect(find("Bücher")).toEqual({ kind: "several", addresses: ["bücher.example/nl", "bücher.example/be"] });
  for (const text of ["Bloem", "bloemen.example.attacker.example", "/", "https://"]) expect(find(text)).toEqual({ kind: "unknown" });
});

it("each shop is found by its displayed address", () => {
  for (const { id, baseUrl } of shops)
    for (const address of [displayAddress(baseUrl), displayAddress(readableUrl(baseUrl))])
      expect(find(address)).toEqual({ kind: "one", id });
});
