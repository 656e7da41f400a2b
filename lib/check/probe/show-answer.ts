import { cleanText } from "@/lib/base/clean-text";
import type { Question } from "@/lib/check/probe/observation";
import type { Probe } from "@/lib/check/result";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";

const SHOWN_HEADERS = 24;
const SHOWN_BODY_CHARACTERS = 400;

/** Replaces everything secret that was sent, should the shop send it back. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) if (secret.length >= 4) masked = masked.split(secret).join("***");
  return masked;
}

/** Values of session cookies are not shown: the name alone identifies the software. */
const showValue = (name: string, value: string): string => (name === "set-cookie" ? value.replace(/=.*/s, "=…") : value);

const squeeze = (text: string): string => (/\s\s|^\s|\s$|[^\S ]/.test(text) ? text.replace(/\s+/g, " ").trim() : text);

const showStart = (text: string, secrets: readonly string[]): string =>
  squeeze(cleanText(maskSecrets(text.slice(0, SHOWN_BODY_CHARACTERS * 4), secrets))).slice(0, SHOWN_BODY_CHARACTERS);

/** Head of an answer for the page: identifying headers and the first characters of the body. */
export function showAnswer(answer: SeenAnswer, secrets: readonly string[]): NonNullable<Probe["answer"]> {
  const headers = new Map<string, string>();
  for (const [name, value] of answer.headers.slice(0, SHOWN_HEADERS)) {
    const key = cleanText(name).slice(0, 60);
    const text = maskSecrets(cleanText(showValue(name, value)), secrets).slice(0, 200);
    const before = headers.get(key);
    headers.set(key, before === undefined ? text : `${before}, ${text}`.slice(0, 400));
  }
  return { headers: Object.fromEntries(headers), bodyStart: showStart(answer.text, secrets), bodyBytes: answer.bodyBytes };
}

const CARRIES_KEY = /authorization|token|key/i;

/** Of a header with a key its scheme alone: signatures are made of secrets that they do not hold as such. */
const hideKey = (value: string): string => `${/^(?:Basic|Bearer|OAuth)(?= )/i.exec(value)?.[0] ?? ""} ***`.trim();

/** What carries no key is our own; a dummy credential is no secret, and a reader who repeats the request needs it. */
export function showHeaders({ request, credential }: Question, secrets: readonly string[]): NonNullable<Probe["headers"]> {
  if (credential === "none" || credential === "dummy") return Object.fromEntries(request.headers);
  const show = (name: string, value: string): string => (CARRIES_KEY.test(name) ? hideKey(value) : maskSecrets(cleanText(value), secrets));
  return Object.fromEntries(request.headers.map(([name, value]) => [name, show(name, value)]));
}
