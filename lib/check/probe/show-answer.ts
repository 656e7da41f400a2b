import { cleanText } from "@/lib/base/clean-text";
import { ownValue } from "@/lib/base/own-value";
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

type Header = SeenAnswer["headers"][number];

const haveSameNames = (some: readonly Header[], others: readonly Header[]): boolean =>
  some.length === others.length && some.every((header, at) => header === others[at] || header[0] === others[at]?.[0]);

/** Sets a property whatever a shop called it. */
function put(shown: Record<string, string>, key: string, value: string): void {
  if (key === "__proto__") Object.defineProperty(shown, key, { value, enumerable: true, configurable: true, writable: true });
  else shown[key] = value;
}

/** Shows the answers of one check. A shop's answers have few bodies and few headers, so that what is shown of each is made once. */
export class AnswerShow {
  private readonly starts = new Map<string, string>();
  private readonly pairs = new Map<Header, Header>();
  /** The answer before, where each of its headers has a name of its own. */
  private before: { headers: readonly Header[]; shown: Record<string, string> } | null = null;

  constructor(private readonly secrets: readonly string[]) {}

  /** Head of an answer for the page: identifying headers and the first characters of the body. */
  show(answer: SeenAnswer): NonNullable<Probe["answer"]> {
    const { secrets, starts } = this;
    let bodyStart = starts.get(answer.text);
    if (bodyStart === undefined) {
      bodyStart = showStart(answer.text, secrets);
      starts.set(answer.text, bodyStart);
    }
    return { headers: this.showHeaders(answer.headers.slice(0, SHOWN_HEADERS)), bodyStart, bodyBytes: answer.bodyBytes };
  }

  /** Most answers of a server have the headers of the one before, but for the time. */
  private showHeaders(headers: readonly Header[]): Record<string, string> {
    const like = this.before && haveSameNames(this.before.headers, headers) ? this.before : null;
    const shown: Record<string, string> = like ? { ...like.shown } : {};
    let haveOwnNames = true;
    for (let at = 0; at < headers.length; at += 1) {
      const header = headers[at] as Header;
      if (like?.headers[at] === header) continue;
      const [key, text] = this.pairOf(header);
      const known = like ? undefined : ownValue(shown, key);
      haveOwnNames &&= known === undefined;
      put(shown, key, known === undefined ? text : `${known}, ${text}`.slice(0, 400));
    }
    if (haveOwnNames) this.before = { headers, shown };
    return shown;
  }

  private pairOf(header: Header): Header {
    let pair = this.pairs.get(header);
    if (pair === undefined) {
      const [name, value] = header;
      pair = [cleanText(name).slice(0, 60), maskSecrets(cleanText(showValue(name, value)), this.secrets).slice(0, 200)];
      this.pairs.set(header, pair);
    }
    return pair;
  }
}
