import { cleanText } from "@/lib/base/clean-text";
import type { Probe } from "@/lib/checks/result";
import type { SeenAnswer } from "@/lib/net/seen-answer";

const SHOWN_HEADERS = 24;
const SHOWN_BODY_CHARACTERS = 400;

/** Replaces everything secret that was sent, should the shop send it back. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) if (secret.length >= 4) masked = masked.split(secret).join("***");
  return masked;
}

/** Session cookies are nobody's business: the name alone identifies the software. */
const showValue = (name: string, value: string): string => (name === "set-cookie" ? value.replace(/=.*/s, "=…") : value);

const squeeze = (text: string): string => (/\s\s|^\s|\s$|[^\S ]/.test(text) ? text.replace(/\s+/g, " ").trim() : text);

/** Head of an answer for the page: identifying headers and the first characters of the body. */
export function showAnswer(answer: SeenAnswer, secrets: readonly string[]): NonNullable<Probe["answer"]> {
  const headers: Record<string, string> = {};
  for (const [name, value] of answer.headers.slice(0, SHOWN_HEADERS)) {
    const key = cleanText(name).slice(0, 60);
    const shown = maskSecrets(cleanText(showValue(name, value)), secrets).slice(0, 200);
    headers[key] = headers[key] === undefined ? shown : `${headers[key]}, ${shown}`.slice(0, 400);
  }
  const text = maskSecrets(answer.text.slice(0, SHOWN_BODY_CHARACTERS * 4), secrets);
  return {
    headers,
    bodyStart: squeeze(cleanText(text)).slice(0, SHOWN_BODY_CHARACTERS),
    bodyBytes: answer.bodyBytes,
  };
}
