import { cleanText } from "@/lib/base/texts";
import type { Fingerprint } from "@/lib/check/diagnosis/fingerprints";
import { SHOP_SOFTWARE } from "@/lib/check/diagnosis/signs/row";
import type { Observation } from "@/lib/check/probe/observation";
import { isHtmlPage, type SeenAnswer } from "@/lib/connectors/net/seen-answer";

const MAX_READ = 20_000;
const MAX_WORDS = 120;
/** A page with fewer characters says no more than its status. */
const MIN_CHARACTERS = 30;
const HIDDEN = ["script", "style", "noscript", "template"];

/** The visible text of a page. Linear in its length. */
function readVisibleText(html: string): string {
  const lower = html.toLowerCase();
  const parts: string[] = [];
  let at = 0;
  while (at < html.length) {
    const tag = html.indexOf("<", at);
    if (tag < 0) break;
    parts.push(html.slice(at, tag));
    const hidden = HIDDEN.find((name) => lower.startsWith(name, tag + 1));
    const end = html.indexOf(">", hidden ? Math.max(tag, lower.indexOf(`</${hidden}`, tag)) : tag);
    at = end < 0 ? html.length : end + 1;
  }
  return cleanText([...parts, html.slice(at)].join(" "))
    .replace(/&[a-z#\d]{1,8};/gi, " ")
    .split(/\s/)
    .filter((word) => word !== "")
    .join(" ");
}

/** Software of the shop without a sign of its own leaves open which plugin it is. */
const isSigned = ({ software }: Fingerprint): boolean => software !== null && software !== SHOP_SOFTWARE;

/** The first words of a page that neither the shop nor a known product signed; null if it says no more than its status. */
export function wordsOfUnknownPage({ answer, reading }: Pick<Observation, "answer" | "reading">): string | null {
  if (!answer || !reading || reading.api || (reading.sign && isSigned(reading.sign))) return null;
  return isHtmlPage(answer) ? firstWords(answer) : null;
}

function firstWords(answer: SeenAnswer): string | null {
  const text = readVisibleText(answer.text.slice(0, MAX_READ));
  return text.length < MIN_CHARACTERS ? null : text.slice(0, MAX_WORDS).trim();
}
