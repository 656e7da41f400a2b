import { expect, it } from "vitest";
import { disambiguateNames } from "@/lib/health/shop-names";

it("shops of equal names are distinguished by their addresses, and others keep their names", () => {
  const shops = [
    { id: "1", name: "Bloemen", baseUrl: "https://bloemen.example" },
    { id: "2", name: "bloemen ", baseUrl: "http://shop.example/nl" },
    { id: "4", name: "Bloemen", baseUrl: "https://xn--bcher-kva.example" },
    { id: "3", name: "Kaarsen", baseUrl: "https://kaarsen.example" },
  ];
  expect(disambiguateNames(shops).map(({ name }) => name)).toEqual([
    "Bloemen · bloemen.example",
    "bloemen  · http://shop.example/nl",
    "Bloemen · bücher.example",
    "Kaarsen",
  ]);
});
