import { expect, it } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { countryName } from "@/lib/orders/country-name";

it("names a country in the reader's language", () => {
  expect(LOCALES.map((locale) => countryName(locale, "DE")).sort()).toEqual(
    ["Alemania", "Allemagne", "Deutschland", "Duitsland", "Germania", "Germany"].sort(),
  );
  expect(countryName("nl", "be")).toBe("België");
});

it("returns text that is not a country code unchanged", () => {
  for (const text of ["", "Germany", "DEU", "ZZ", "QQ", "1", "276"]) expect(countryName("en", text)).toBe(text);
});
