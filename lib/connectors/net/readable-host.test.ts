import { domainToASCII } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readableHost } from "@/lib/connectors/net/readable-host";

describe("a host name is shown in Unicode if it cannot be mistaken for another one", () => {
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

describe("a host name stays in Punycode", () => {
  test.each([
    ["which mixes Latin with Cyrillic letters", "раypal.example"],
    ["which is all Cyrillic and looks like Latin", "аррӏе.example"],
    ["which is all Greek and looks like Latin", "οιν.example"],
    ["which has a confusable Latin letter", "pınterest.example"],
    ["which has phonetic letters", "ɡooɡle.example"],
    ["which mixes Japanese with Latin letters", "comノlogin.example"],
    ["which is written right to left and would reorder its surroundings", "שלום.example"],
    ["which uses a script whose look-alikes are not known", "օոս.example"],
    ["which has a symbol", "i❤.example"],
    ["whose accent does not combine with its letter", "a\u0338b.example"],
  ])("%s", (_why, name) => {
    const ascii = domainToASCII(name);
    expect(ascii).toMatch(/^xn--/);
    expect(readableHost(ascii)).toBe(ascii);
  });

  test("which is invalid", () => expect(readableHost("xn--.example")).toBe("xn--.example"));
});

test("a shown name converts back to the same host", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), (label) => {
      const ascii = domainToASCII(`${label}.example`);
      fc.pre(ascii !== "");
      expect(domainToASCII(readableHost(ascii))).toBe(ascii);
    }),
  );
});

test("each label of a name is shown in Unicode or Punycode independently", () => {
  const ascii = domainToASCII("аррӏе.bücher.example");
  expect(readableHost(ascii)).toBe(`${ascii.split(".")[0]}.bücher.example`);
});
