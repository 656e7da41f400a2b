const REPLACEMENT = "[erased]";
/** Longer names and streets are compared by their beginning. */
const MAX_NAME = 300;

/** Keys under which a short value, such as a first name alone, is a buyer's. Elsewhere only distinctive texts are redacted. */
const BUYER_KEYS = new Set(
  ["", "first", "last", "full", "customer", "contact", "billing", "shipping"].flatMap((part) =>
    ["name", "company", "street", "street1", "street2", "address", "address1", "address2", "email", "phone", "telephone"].map(
      (what) => part + what,
    ),
  ),
);
const isBuyerKey = (key: string): boolean => BUYER_KEYS.has(key.toLowerCase().replaceAll("_", ""));

export interface Redactor {
  text(text: string): string;
  /** JSON with the buyer's texts replaced; keys that contain an e-mail address, too. */
  json(value: unknown): unknown;
  /** Lower-case texts of which every text to redact contains one: SQL searches them first. */
  hints: string[];
  /** The same for phone numbers, in texts without separators. */
  phoneHints: string[];
}

const literal = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
const urlForms = (email: string): string[] => [email, encodeURIComponent(email), encodeURIComponent(email).replace("%40", "@")];

const IN_ADDRESS = /[\p{L}\p{N}._+-]/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** Whether an address that begins at `place` is the end of a longer one: `johnson@x` in `mikejohnson@x`. */
function isContinued(text: string, place: number): boolean {
  for (let at = place - 1; at >= 0 && place - at < 66; at -= 1) {
    const sign = text[at] ?? "";
    const encoded = /(?:%|\\u00)([0-9a-f]{2})$/i.exec(text.slice(Math.max(0, at - 5), at + 1))?.[1];
    if (encoded) return IN_ADDRESS.test(String.fromCharCode(Number.parseInt(encoded, 16)));
    // An escape such as \n in JSON within a text.
    if (text[at - 1] === "\\") return false;
    if (!IN_ADDRESS.test(sign)) return false;
    if (LETTER_OR_DIGIT.test(sign)) return true;
  }
  return false;
}

/** Whether the address goes on after `end`: `johnson@x.example` in `johnson@x.example.org`. */
const continuesWord = (text: string, end: number): boolean => /^(?:[\p{L}\p{N}_-]|\.[\p{L}\p{N}])/u.test(text.slice(end, end + 4));

const patternOf = (forms: readonly string[]): RegExp | null => (forms.length === 0 ? null : new RegExp(forms.join("|"), "giu"));

/** A name or street needs a space: a single word would match other people and things. */
const isDistinctive = (text: string): boolean => text.length >= 5 && /\p{L}/u.test(text) && /\s/.test(text);

const isPhone = (text: string): boolean => /^[+0][\d ()/.-]{6,40}$/.test(text) && text.replace(/\D/g, "").length >= 7;
const digitsOf = (text: string): string => text.replace(/\D/g, "");

const tokensOf = (text: string): string[] => text.split(/[\s"\\]+/).filter((token) => token !== "");
const longest = (tokens: readonly string[]): string => tokens.reduce((best, token) => (token.length > best.length ? token : best), "");

/** Finds and replaces the e-mail addresses of a buyer, bounded on both sides. */
export function emailRedactor(emails: readonly string[]): Redactor {
  return redactor(emails, []);
}

export const mentionsEmail = (text: string, emails: readonly string[]): boolean => emailRedactor(emails).text(text) !== text;

/** Replaces what identifies a buyer in texts and in the values of JSON: e-mail addresses, and names, streets and phone numbers. */
export function redactor(emails: readonly string[], names: readonly string[]): Redactor {
  const known = [...new Set(names.map((name) => name.trim().slice(0, MAX_NAME)))].filter((name) => name !== "");
  const forms = [...new Set(emails.flatMap(urlForms))];
  const distinctive = known.filter(isDistinctive);
  const phones = [
    ...new Set(known.filter(isPhone).map((phone) => (phone.startsWith("+") ? "\\+" : "") + [...digitsOf(phone)].join("[ ()/.-]{0,3}"))),
  ];
  const email = patternOf(forms.map(literal));
  const name = patternOf(
    distinctive.map((one) => `(?<![\\p{L}\\p{N}])${one.split(/\s+/).map(literal).join("\\s{1,9}")}(?![\\p{L}\\p{N}])`),
  );
  const phone = patternOf(phones.map((digits) => `(?<![\\w.-])${digits}(?![\\w-])`));
  const exact = new Set(known.map((one) => one.toLowerCase()));

  const text = (given: string): string => {
    const withoutEmail = email
      ? given.replace(email, (found, place: number, whole: string) =>
          isContinued(whole, place) || continuesWord(whole, place + found.length) ? found : REPLACEMENT,
        )
      : given;
    const withoutName = name ? withoutEmail.replace(name, REPLACEMENT) : withoutEmail;
    return phone ? withoutName.replace(phone, REPLACEMENT) : withoutName;
  };
  const json = (value: unknown, key = ""): unknown => {
    if (typeof value === "string")
      return isBuyerKey(key) && exact.has(value.trim().slice(0, MAX_NAME).toLowerCase()) ? REPLACEMENT : text(value);
    if (Array.isArray(value)) return value.map((one) => json(one, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [text(name), json(one, name)]));
  };
  return {
    text,
    json: (value) => json(value),
    hints: [...new Set([...forms, ...known.map((one) => longest(tokensOf(one)))].map((hint) => hint.toLowerCase()))].filter(
      (hint) => hint.length >= 2,
    ),
    phoneHints: [...new Set(known.filter(isPhone).map(digitsOf))],
  };
}
