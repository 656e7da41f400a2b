import { domainToASCII } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readableHost } from "@/lib/connectors/net/readable-host";

describe("a name is shown in its own letters where it cannot be mistaken for another one", () => {
  test.each([
    "bücher.example",
    "www.käse.example",
    "straße.example",
    "dłął.example",
    "магазини.example",
    "ελληνικά.example",
    "中.中国",
    "ハローワーク仕事.example",
    "한국.example",
    "shop.example",
    "127.0.0.1",
    "[::1]",
    "localhost",
  ])("%s", (name) => expect(readableHost(domainToASCII(name))).toBe(name));
});

describe("a name stays as machines write it", () => {
  test.each([
    ["which mixes Latin with Cyrillic letters", "раypal.example"],
    ["which is Cyrillic throughout and looks Latin throughout", "аррӏе.example"],
    ["which is Greek throughout and looks Latin throughout", "οιν.example"],
    ["which has a Latin letter that is easily taken for another one", "pınterest.example"],
    ["which has phonetic letters", "ɡooɡle.example"],
    ["which mixes Japanese with Latin letters", "comノlogin.example"],
    ["which is read from the right and would change places with what stands beside it", "שלום.example"],
    ["which is of a script that we do not know the look-alikes of", "օոս.example"],
    ["which has a sign", "i❤.example"],
    ["whose accent stands on no letter that has it", "a\u0338b.example"],
  ])("%s", (_why, name) => {
    const ascii = domainToASCII(name);
    expect(ascii).toMatch(/^xn--/);
    expect(readableHost(ascii)).toBe(ascii);
  });

  test("which is not one", () => expect(readableHost("xn--.example")).toBe("xn--.example"));
});

test("what is shown leads to where the name leads", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), (label) => {
      const ascii = domainToASCII(`${label}.example`);
      fc.pre(ascii !== "");
      expect(domainToASCII(readableHost(ascii))).toBe(ascii);
    }),
  );
});

test("of a name that is part readable and part not, each part is shown as it can be", () => {
  const ascii = domainToASCII("аррӏе.bücher.example");
  expect(readableHost(ascii)).toBe(`${ascii.split(".")[0]}.bücher.example`);
});
