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

const showStart = (text: string, secrets: readonly string[]): string =>
  squeeze(cleanText(maskSecrets(text.slice(0, SHOWN_BODY_CHARACTERS * 4), secrets))).slice(0, SHOWN_BODY_CHARACTERS);

type Header = SeenAnswer["headers"][number];

/** Shows the answers of one check. A shop's answers have few bodies and few headers, so that what is shown of each is made once. */
export class AnswerShow {
  private readonly starts = new Map<string, string>();
  private readonly pairs = new Map<Header, Header>();

  constructor(private readonly secrets: readonly string[]) {}

  /** Head of an answer for the page: identifying headers and the first characters of the body. */
  show(answer: SeenAnswer): NonNullable<Probe["answer"]> {
    const { secrets, starts } = this;
    const headers: Record<string, string> = {};
    const count = Math.min(answer.headers.length, SHOWN_HEADERS);
    for (let at = 0; at < count; at += 1) {
      const header = answer.headers[at] as Header;
      let pair = this.pairs.get(header);
      if (pair === undefined) {
        const [name, value] = header;
        pair = [cleanText(name).slice(0, 60), maskSecrets(cleanText(showValue(name, value)), secrets).slice(0, 200)];
        this.pairs.set(header, pair);
      }
      const [key, shown] = pair;
      headers[key] = headers[key] === undefined ? shown : `${headers[key]}, ${shown}`.slice(0, 400);
    }
    let bodyStart = starts.get(answer.text);
    if (bodyStart === undefined) {
      bodyStart = showStart(answer.text, secrets);
      starts.set(answer.text, bodyStart);
    }
    return { headers, bodyStart, bodyBytes: answer.bodyBytes };
  }
}
