import { foldText } from "@/components/shell/palette/match-terms";

/** What can be done with a shop from the palette: actions, then tabs of its page. */
export const SHOP_ACTIONS = ["refresh", "check", "pause", "resume"] as const;
const SHOP_PAGES = ["diagnosis", "sync", "history", "settings"] as const;
export type ShopVerb = (typeof SHOP_ACTIONS)[number] | (typeof SHOP_PAGES)[number];
export const SHOP_VERBS: readonly ShopVerb[] = [...SHOP_ACTIONS, ...SHOP_PAGES];

interface ShopCommand {
  verb: ShopVerb;
  /** The other words, which name the shop. */
  rest: string;
}

/** The first letters stand for a word while it is being typed. */
const MIN_LETTERS = 4;
const matches = (typed: string, word: string): boolean => typed === word || (typed.length >= MIN_LETTERS && word.startsWith(typed));

/** The places of a phrase's words among the typed ones, in any order; null if one is missing. */
function placesOf(phrase: readonly string[], typed: readonly string[]): Set<number> | null {
  const places = new Set<number>();
  for (const word of phrase) {
    const place = typed.findIndex((candidate, index) => !places.has(index) && matches(candidate, word));
    if (place < 0) return null;
    places.add(place);
  }
  return places;
}

/**
 * Reads a verb and a shop in either order: "refresh tuin", "tuin aktualisieren", "mettre tuin en pause". The phrase with most words wins.
 * `phrasesOf`: the reader's phrases for a verb, separated by commas.
 */
export function readShopCommand(typed: string, phrasesOf: (verb: ShopVerb) => string): ShopCommand | null {
  const words = typed.trim().split(/\s+/);
  const folded = words.map(foldText);
  let best: { verb: ShopVerb; places: Set<number> } | null = null;
  for (const verb of SHOP_VERBS)
    for (const phrase of phrasesOf(verb).split(", ")) {
      const places = placesOf(foldText(phrase).split(" "), folded);
      if (places && places.size < words.length && places.size > (best?.places.size ?? 0)) best = { verb, places };
    }
  return best && { verb: best.verb, rest: words.filter((_, index) => !best.places.has(index)).join(" ") };
}
