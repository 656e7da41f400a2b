import { domainToASCII, domainToUnicode } from "node:url";

// A label is shown in Unicode only if its letters belong to one listed script and do not all look like Latin ones; otherwise the name could be
// mistaken for another. Unlisted scripts stay in ASCII: right-to-left ones would reorder the text around them.

/** a to z with precomposed accents, and other letters of European languages, but not ı, ɡ and the like. */
const isLatin = (label: string): boolean => /^[a-z0-9ßæœøðþłđ-]+$/.test(label.normalize("NFD").replace(/\p{M}/gu, ""));

const CYRILLIC = /^[\p{Script=Cyrillic}0-9-]+$/u;
const CYRILLIC_LIKE_LATIN = /^[асԁеѐёһіїјкӏоԛрѕԝхуѵѡьъпгзб0-9-]+$/;
const GREEK = /^[\p{Script=Greek}0-9-]+$/u;
const GREEK_LIKE_LATIN = /^[αγηικνορτυχω0-9-]+$/;
/** Chinese and Japanese mix several scripts. */
const EAST_ASIAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー0-9-]+$/u;
const KOREAN = /^[\p{Script=Hangul}0-9-]+$/u;

function isPlain(label: string): boolean {
  // A remaining combining accent has no precomposed letter.
  if (/\p{M}/u.test(label)) return false;
  if (CYRILLIC.test(label)) return !CYRILLIC_LIKE_LATIN.test(label);
  if (GREEK.test(label)) return !GREEK_LIKE_LATIN.test(label.normalize("NFD").replace(/\p{M}/gu, ""));
  return isLatin(label) || EAST_ASIAN.test(label) || KOREAN.test(label);
}

function readableLabel(label: string): string {
  if (!label.startsWith("xn--")) return label;
  const own = domainToUnicode(label);
  return own !== "" && isPlain(own) && domainToASCII(own) === label ? own : label;
}

/** An ASCII host name in Unicode, where that is safe to show. */
export const readableHost = (host: string): string => (host.includes("xn--") ? host.split(".").map(readableLabel).join(".") : host);
