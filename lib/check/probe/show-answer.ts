import { cleanText } from "@/lib/base/clean-text";
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

/** Shows the answers of one check. */
export class AnswerShow {
  /** Most answers of a shop have one of a few bodies. */
  private readonly starts = new Map<string, string>();

  constructor(private readonly secrets: readonly string[]) {}

  /** Head of an answer for the page: identifying headers and the first characters of the body. */
  show(answer: SeenAnswer): NonNullable<Probe["answer"]> {
    const { secrets, starts } = this;
    const bodyStart = starts.get(answer.text) ?? showStart(answer.text, secrets);
    starts.set(answer.text, bodyStart);
    const headers = new Map<string, string>();
    for (const [name, value] of answer.headers.slice(0, SHOWN_HEADERS)) {
      const key = cleanText(name).slice(0, 60);
      const text = maskSecrets(cleanText(showValue(name, value)), secrets).slice(0, 200);
      const before = headers.get(key);
      headers.set(key, before === undefined ? text : `${before}, ${text}`.slice(0, 400));
    }
    return { headers: Object.fromEntries(headers), bodyStart, bodyBytes: answer.bodyBytes };
  }
}
