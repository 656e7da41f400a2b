import type { Recording } from "@/lib/testing/recordings/read-recordings";

// Normalizes a recorded and a fake response for comparison: same status, identifying headers, codes and shape.

export interface ComparableAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export interface RawAnswer {
  status: number;
  /** Every header line, including repeated names. */
  headers: readonly (readonly [string, string])[];
  body: string;
}

const IDENTIFYING = [
  "x-robots-tag",
  "link",
  "x-content-type-options",
  "allow",
  "x-wp-total",
  "x-wp-totalpages",
  "x-redirect-by",
  "location",
  "retry-after",
  "www-authenticate",
  "content-type",
  "x-frame-options",
  "x-ua-compatible",
  "pragma",
  "psws-version",
];

/** Numbers and texts that differ between two shops with the same software: ids in links, addresses, times. */
const neutral = (text: string, origin: string): string =>
  text
    .replaceAll(origin, "ORIGIN")
    .replace(/\/notes\/\d+/g, "/notes/N")
    .replace(/;\s*charset=/i, "; charset=")
    .trim();

/** The recorder cut long header values at 130 characters. */
const cutAt = 100;

function pickHeaders(headers: readonly (readonly [string, string])[], origin: string): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of IDENTIFYING) {
    const values = headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => neutral(value, origin).slice(0, cutAt));
    // A recording contains only the last line of a repeated header.
    const last = values.at(-1);
    if (last !== undefined) picked[name] = name === "allow" ? last.split(/,\s*/).sort().join(", ") : last;
  }
  return picked;
}

/** Names and types of values; for codes, statuses and error messages also the text. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value === "object" && value !== null) {
    if ("code" in value && "message" in value) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
  }
  return value === null ? "null" : typeof value;
}

const firstNames = (text: string): string[] => [...text.slice(0, 240).matchAll(/"(\w+)":/g)].map((found) => found[1] ?? "").slice(0, 8);

function comparableBody(body: string, complete: boolean, contentType: string): unknown {
  if (body.trim() === "") return "";
  if (contentType.includes("json")) return complete ? shapeOf(JSON.parse(body)) : { begins: firstNames(body) };
  // A truncated recording may lack the title.
  if (contentType.includes("html"))
    return { title: complete ? (/<title>([^<]*)<\/title>/i.exec(body)?.[1] ?? null) : null, doctype: body.trimStart().slice(0, 14) };
  return body.slice(0, 40);
}

export function comparable(answer: RawAnswer, origin: string, complete: boolean): ComparableAnswer {
  const headers = pickHeaders(answer.headers, origin);
  return { status: answer.status, headers, body: comparableBody(answer.body, complete, headers["content-type"] ?? "") };
}

export const comparableRecording = (recording: Recording): ComparableAnswer => comparable(recording, recording.origin, recording.complete);
