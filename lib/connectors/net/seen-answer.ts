import { LIMITS } from "@/lib/base/limits";
import { type AnswerHead, type BodyState, findHeader } from "@/lib/connectors/net/answer-reader";
import { breaksOff, xmlBreaksOff } from "@/lib/connectors/net/breaks-off";

/** A response prepared for recognition: decoded, bounded, with its JSON parsed once. */
export interface SeenAnswer {
  status: number;
  headers: AnswerHead["headers"];
  /** Beginning of the body as text, including control characters. */
  text: string;
  /** Parsed JSON, reduced to an outline if large; undefined if it is not JSON, even without what precedes it. */
  json: unknown;
  /** What precedes or surrounds the JSON or XML, so that ordinary clients cannot parse it. */
  defect: "bom" | "php_notice" | null;
  /** The JSON or XML is truncated, even if the body ended as announced: a Content-Length that is too small truncates it too. */
  breaksOff: boolean;
  bodyState: BodyState | "bad_encoding";
  bodyBytes: number;
}

// A hostile shop may send megabytes on which a regular expression backtracks for hours. So only the first characters are examined, and the start of
// JSON or XML is searched in linear time.

/** How far PHP's notices may reach before the response, and how many brackets they may contain. */
const MAX_NOTICE_CHARACTERS = 20_000;
const MAX_BRACKETS = 60;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const BOM = "\uFEFF";

/** The text after leading blanks and byte order marks. */
export const startOf = (text: string): string => text.slice(0, LIMITS.probedText).trimStart().slice(0, 2_000);

function readJsonBody(text: string): Pick<SeenAnswer, "json" | "defect"> {
  const clean = parseJson(text);
  if (clean !== undefined) return { json: clean, defect: null };
  if (text.startsWith(BOM)) {
    const json = parseJson(text.replace(/^\uFEFF+/, ""));
    if (json !== undefined) return { json, defect: "bom" };
  }
  // PHP prints notices before the response, or after it at shutdown.
  const noticed = /(?:Notice|Warning|Deprecated|Fatal error|Strict Standards)(?:<\/b>)?:\s/.test(text.slice(0, MAX_NOTICE_CHARACTERS));
  if (!noticed) return { json: undefined, defect: null };
  const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]"));
  let tries = 0;
  for (const { index } of text.matchAll(/[[{]/g)) {
    if (index > MAX_NOTICE_CHARACTERS || index > end || ++tries > MAX_BRACKETS) break;
    const json = parseJson(text.slice(index, end + 1));
    if (json !== undefined && typeof json === "object") return { json, defect: "php_notice" };
  }
  return { json: undefined, defect: null };
}

/** XML allows nothing before its declaration either. */
function findXmlDefect(text: string): SeenAnswer["defect"] {
  if (text.startsWith(BOM) && startOf(text).startsWith("<?xml")) return "bom";
  const mayBeNotice = /^\s*(?:<br|<b>|PHP |Notice|Warning|Deprecated)/.test(text);
  return mayBeNotice && text.slice(0, MAX_NOTICE_CHARACTERS).includes("<?xml") ? "php_notice" : null;
}

/** `text` must be complete: of a long response, only the beginning is kept. */
function isBrokenOff(text: string, json: unknown, defect: SeenAnswer["defect"], head: AnswerHead): boolean {
  const start = startOf(text);
  if (start.startsWith("<?xml") || (defect !== null && json === undefined)) return xmlBreaksOff(text.slice(text.indexOf("<?xml")));
  return json === undefined && isJsonType(head) && /^[[{]/.test(start) && breaksOff(text);
}

const OUTLINE_TEXT_BYTES = 4_096;
const OUTLINE_DEPTH = 3;
const OUTLINE_ITEMS = 1_000;

function outlineOf(json: unknown, depth = OUTLINE_DEPTH): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return depth === 0 ? [] : json.slice(0, OUTLINE_ITEMS).map((item) => outlineOf(item, depth - 1));
  if (depth === 0) return {};
  return Object.fromEntries(
    Object.entries(json)
      .slice(0, OUTLINE_ITEMS)
      .map(([key, value]) => [key, outlineOf(value, depth - 1)]),
  );
}

/** Parses a decoded body. `bytes` is UTF-8, as JSON requires; other encodings matter only for display. */
export function seeAnswer(head: AnswerHead, bytes: Buffer, bodyState: SeenAnswer["bodyState"]): SeenAnswer {
  const text = bytes.toString("utf8");
  const mayBeJson = /^[[{]/.test(startOf(text)) || /json/i.test(findHeader(head.headers, "content-type") ?? "");
  const read =
    mayBeJson || /^\s*(?:<br|<b>|PHP |Notice|Warning|Deprecated)/i.test(text) ? readJsonBody(text) : { json: undefined, defect: null };
  const defect = read.defect ?? findXmlDefect(text);
  const isLarge = bytes.length > LIMITS.probedJsonBytes && read.json !== undefined;
  return {
    status: head.status,
    headers: head.headers,
    // Decoded again: a slice would keep the whole text in memory.
    text: isLarge && defect === null ? bytes.toString("utf8", 0, OUTLINE_TEXT_BYTES) : text.slice(0, LIMITS.probedText),
    bodyState,
    bodyBytes: bytes.length,
    json: isLarge ? outlineOf(read.json) : read.json,
    defect,
    breaksOff: isBrokenOff(text, read.json, defect, head),
  };
}

export const headerOf = (answer: Pick<SeenAnswer, "headers">, name: string): string => findHeader(answer.headers, name) ?? "";

export const isJsonType = (answer: Pick<SeenAnswer, "headers">): boolean => /[/+]json\b/i.test(headerOf(answer, "content-type"));

/** A pattern for any number of comments would try each end of each of them: 421 bytes then stop a process for good. */
function afterComments(text: string): string {
  let rest = text.trimStart();
  while (rest.startsWith("<!--")) {
    const end = rest.indexOf("-->", 4);
    if (end === -1) return "";
    rest = rest.slice(end + 3).trimStart();
  }
  return rest;
}

export const isHtmlPage = (answer: SeenAnswer): boolean =>
  /^<(?:!doctype\s+html|html|head|body)/i.test(afterComments(answer.text.slice(0, 2_000))) ||
  (/\bhtml\b/i.test(headerOf(answer, "content-type")) && /<[a-z!]/i.test(answer.text.slice(0, 2_000)));

export const asRecord = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
