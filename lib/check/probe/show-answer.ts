import { cleanText } from "@/lib/base/texts";
import type { Question } from "@/lib/check/probe/observation";
import type { Probe } from "@/lib/check/result";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";

const SHOWN_HEADERS = 24;
const SHOWN_BODY_CHARACTERS = 400;

export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) if (secret.length >= 4) masked = masked.split(secret).join("***");
  return masked;
}

/** Of a session cookie only the name, which identifies the software. */
const showValue = (name: string, value: string): string => (name === "set-cookie" ? value.replace(/=.*/s, "=…") : value);

const squeeze = (text: string): string => (/\s\s|^\s|\s$|[^\S ]/.test(text) ? text.replace(/\s+/g, " ").trim() : text);

const showStart = (text: string, secrets: readonly string[]): string =>
  squeeze(cleanText(maskSecrets(text.slice(0, SHOWN_BODY_CHARACTERS * 4), secrets))).slice(0, SHOWN_BODY_CHARACTERS);

/** Identifying headers and the start of the body. */
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

/** Of a header with a key only its scheme: signatures are not in the list of secrets. */
const hideKey = (value: string): string => `${/^(?:Basic|Bearer|OAuth)(?= )/i.exec(value)?.[0] ?? ""} ***`.trim();

/** Requests without a key are shown in full; the dummy credential is not secret. */
export function showHeaders({ request, credential }: Question, secrets: readonly string[]): NonNullable<Probe["headers"]> {
  if (credential === "none" || credential === "dummy") return Object.fromEntries(request.headers);
  const show = (name: string, value: string): string => (CARRIES_KEY.test(name) ? hideKey(value) : maskSecrets(cleanText(value), secrets));
  return Object.fromEntries(request.headers.map(([name, value]) => [name, show(name, value)]));
}
