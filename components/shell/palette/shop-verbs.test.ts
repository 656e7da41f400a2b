import { describe, expect, test } from "vitest";
import { readShopCommand, SHOP_VERBS, type ShopVerb } from "@/components/shell/palette/shop-verbs";
import { LOCALES, type Locale } from "@/lib/i18n/locales";

type Phrases = Readonly<Record<ShopVerb, string>>;
const phrasesIn = async (locale: Locale): Promise<Phrases> => (await import(`@/lib/i18n/messages/${locale}/app.json`)).default.palette.verb;

const readIn = async (locale: Locale, typed: string) => {
  const phrases = await phrasesIn(locale);
  return readShopCommand(typed, (verb) => phrases[verb]);
};

test.each([
  ["en", "refresh tuin", "refresh", "tuin"],
  ["en", "tuin refresh", "refresh", "tuin"],
  ["en", "settings Tuin & Pot", "settings", "Tuin & Pot"],
  ["en", "paus tuin", "pause", "tuin"],
  ["en", "sync now tuin", "refresh", "tuin"],
  ["en", "sync tuin", "sync", "tuin"],
  ["de", "tuin aktualisieren", "refresh", "tuin"],
  ["de", "Einstellungen Tuin", "settings", "Tuin"],
  ["de", "tuin jetzt prufen", "check", "tuin"],
  ["fr", "mettre tuin en pause", "pause", "tuin"],
  ["fr", "verifier tuin", "check", "tuin"],
  ["es", "pausar tuin", "pause", "tuin"],
  ["it", "tuin impostazioni", "settings", "tuin"],
  ["nl", "vernieuw tuin", "refresh", "tuin"],
] as const)("in %s, “%s” means %s", async (locale, typed, verb, rest) => {
  expect(await readIn(locale, typed)).toEqual({ verb, rest });
});

test.each(["refresh", "settings", "tuin", "set tuin", "tuin pot", ""])("“%s” is a search, not a command for a shop", async (typed) => {
  expect(await readIn("en", typed)).toBeNull();
});

describe.each(LOCALES)("in %s", (locale) => {
  test("each phrase means one verb, before and after the shop", async () => {
    const phrases = await phrasesIn(locale);
    for (const verb of SHOP_VERBS)
      for (const phrase of phrases[verb].split(", "))
        for (const typed of [`${phrase} xyz`, `xyz ${phrase}`]) expect(await readIn(locale, typed), typed).toEqual({ verb, rest: "xyz" });
  });
});
