import { domainToASCII, domainToUnicode } from "node:url";

// "bücher.example" is "xn--bcher-kva.example" only among machines. A name that can be taken for another one stays as machines write it: a label is
// shown in its own letters where all of them are of one script, and not all of them look like Latin ones. Scripts that are not listed stay as
// well: those read from the right would change places with what stands beside them, and of others we do not know what they look like.

/** a to z with any accent that has a letter of its own, and the letters of European languages that are none with an accent. Not ı, ɡ and their like. */
const isLatin = (label: string): boolean => /^[a-z0-9ßæœøðþłđ-]+$/.test(label.normalize("NFD").replace(/\p{M}/gu, ""));

const CYRILLIC = /^[\p{Script=Cyrillic}0-9-]+$/u;
const CYRILLIC_LIKE_LATIN = /^[асԁеѐёһіїјкӏоԛрѕԝхуѵѡьъпгзб0-9-]+$/;
const GREEK = /^[\p{Script=Greek}0-9-]+$/u;
const GREEK_LIKE_LATIN = /^[αγηικνορτυχω0-9-]+$/;
/** Chinese and Japanese write with several scripts at once. */
const EAST_ASIAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー0-9-]+$/u;
const KOREAN = /^[\p{Script=Hangul}0-9-]+$/u;

function isPlain(label: string): boolean {
  // An accent that is left by itself stands on a letter that does not have it.
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

/** The name of a host, in ASCII as addresses have it, as people write it, where that is safe to show. */
export const readableHost = (host: string): string => (host.includes("xn--") ? host.split(".").map(readableLabel).join(".") : host);
