import { expect, test } from "vitest";
import { readableUrl, readableUrlOrNull, storedForms } from "@/lib/connectors/readable-url";
import { parseShopAddress } from "@/lib/connectors/shop-address";

test("an internationalized address is shown in Unicode, and parses back to the same address", () => {
  for (const [stored, shown] of [
    ["https://xn--bcher-kva.example", "https://bücher.example"],
    ["http://xn--bcher-kva.example:8443/xn--bcher-kva", "http://bücher.example:8443/xn--bcher-kva"],
    ["https://shop.example/xn--bcher-kva", "https://shop.example/xn--bcher-kva"],
    ["https://xn--80ak6aa92e.example", "https://xn--80ak6aa92e.example"],
  ] as const) {
    expect(readableUrl(stored)).toBe(shown);
    expect(parseShopAddress(shown)).toEqual({ ok: true, value: stored });
  }
});

test("no readable URL is sent to the page if it equals the stored one", () => {
  expect(readableUrlOrNull("https://shop.example")).toBeNull();
  expect(readableUrlOrNull("https://xn--80ak6aa92e.example")).toBeNull();
  expect(readableUrlOrNull("https://xn--bcher-kva.example")).toBe("https://bücher.example");
});

test("a name or label typed in Unicode finds the stored URL", () => {
  expect(storedForms("bücher")).toEqual(["bücher", "xn--bcher-kva"]);
  expect(storedForms("https://Bücher.example")).toEqual(["https://Bücher.example", "xn--bcher-kva.example"]);
  expect(storedForms("bücher.example:8443/nl")).toEqual(["bücher.example:8443/nl", "xn--bcher-kva.example:8443/nl"]);
  expect(storedForms("tuin")).toEqual(["tuin"]);
  expect(storedForms("xn--bcher-kva")).toEqual(["xn--bcher-kva"]);
  expect(storedForms("50%")).toEqual(["50%"]);
});
