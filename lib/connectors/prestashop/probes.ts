import { XMLValidator } from "fast-xml-parser";
import { LIMITS } from "@/lib/base/limits";
import { folderBefore } from "@/lib/connectors/folder-before";
import { asRecord, headerOf, isHtmlPage, type SeenAnswer, startOf } from "@/lib/connectors/net/seen-answer";
import { type ApiAnswer, type ApiSays, apiAnswerOf, getRequest, jsonRequest, type ShopProbes } from "@/lib/connectors/shop-probes";

/** The realm with which the webservice asks for a key; any other realm is a password prompt in front of it. */
const REALM = /realm="Welcome to PrestaShop Webservice/i;

/** The webservice's error numbers: keys, methods, resources, fields, records and bodies. Those below 16 are PHP's. */
const OWN_CODES: readonly (readonly [first: number, last: number])[] = [
  [16, 18],
  [20, 23],
  [25, 42],
  [80, 93],
  [100, 101],
  [124, 132],
];

/** Gateways also write lists of errors, with a status or a word as the code. */
const isOwnCode = (code: unknown, message: unknown): boolean =>
  typeof code === "number" &&
  Number.isInteger(code) &&
  (OWN_CODES.some(([first, last]) => code >= first && code <= last) || (code < 16 && String(message).startsWith("[PHP ")));

interface OwnError {
  code: string;
  message: string;
}

/** Code and text of the first error in JSON; `isOwn`: the answer has the webservice's headers. */
function readJsonError(answer: SeenAnswer, isOwn: boolean): OwnError | null {
  const errors = asRecord(answer.json)?.["errors"];
  const [first] = Array.isArray(errors) ? errors : [];
  const error = asRecord(first);
  if (!error || !("code" in error && "message" in error)) return null;
  const { code, message } = error;
  return isOwn || isOwnCode(code, message) ? { code: String(code), message: String(message) } : null;
}

/** The content of the first element of this name; null without one. */
function contentOf(xml: string, name: string): string | null {
  const start = xml.indexOf(`<${name}>`);
  const end = xml.indexOf(`</${name}>`, start);
  if (start < 0 || end < 0) return null;
  const content = xml.slice(start + name.length + 2, end).trim();
  return content.startsWith("<![CDATA[") && content.endsWith("]]>") ? content.slice("<![CDATA[".length, -"]]>".length).trim() : content;
}

function readXmlError(text: string): OwnError | null {
  const start = text.indexOf("<error>");
  const error = start < 0 ? "" : text.slice(start, start + 40_000);
  const [code, message] = [contentOf(error, "code"), contentOf(error, "message")];
  return code !== null && message !== null && /^\d{1,9}$/.test(code) ? { code, message } : null;
}

const saysOf = (status: number, code: string): ApiSays => {
  if (status === 429) return "rate_limited";
  if (code === "22") return "disabled";
  if (["17", "18", "20", "21", "25", "26", "101", "132"].includes(code)) return "refusal";
  if (code === "23" || code === "27") return "no_route";
  // 500 with code 127 answers a body that is not XML.
  if (code === "127" || status < 500) return "bad_request";
  return "error";
};

const make = apiAnswerOf("prestashop");

/** XML of the webservice, with or without a declaration. */
export const isPrestashopDocument = ({ text }: SeenAnswer): boolean => /^(?:<\?xml[^<>]*\?>\s*)?<prestashop\b/.test(startOf(text));

/** A complete body that is not XML is not the webservice's. Truncated or prefixed XML is reported separately. */
const isMalformed = (answer: SeenAnswer): boolean =>
  answer.bodyState === "complete" &&
  !answer.breaksOff &&
  answer.defect === null &&
  answer.text.length < LIMITS.probedXml &&
  XMLValidator.validate(answer.text) !== true;

/** The requested resource of a path; "" for the root. */
const resourceOf = (path: string): string => /\/api\/([a-z_]*)/.exec(path)?.[1] ?? "";

/** Whether a document contains what was requested: the list of resources at the root, otherwise the named resource. */
function holdsResource(answer: SeenAnswer, path: string, isXml: boolean): boolean {
  const resource = resourceOf(path);
  if (isXml) {
    const inner = answer.text.slice(answer.text.indexOf(">", answer.text.indexOf("<prestashop")) + 1).trimStart();
    return /^<(\w{1,100})\b/.exec(inner)?.[1] === (resource === "" ? "api" : resource);
  }
  // An empty list is `[]` for any resource.
  if (Array.isArray(answer.json)) return resource !== "" || answer.json.length > 0;
  return resource !== "" && Array.isArray(asRecord(answer.json)?.[resource]);
}

function recognize(answer: SeenAnswer, method: string, path?: string): ApiAnswer | null {
  const isOwn = headerOf(answer, "psws-version") !== "" || /PrestaShop Webservice/i.test(headerOf(answer, "x-powered-by"));
  const isXml = isPrestashopDocument(answer) || (answer.defect !== null && /<\?xml[^<>]{0,200}\?>\s{0,20}<prestashop\b/.test(answer.text));
  if (isXml && isMalformed(answer)) return null;
  const error = readJsonError(answer, isOwn) ?? (isOwn || isXml ? readXmlError(answer.text) : null);
  if (error) return make(saysOf(answer.status, error.code), error.code, error.message);
  if (answer.status === 401 && REALM.test(headerOf(answer, "www-authenticate"))) return make("refusal");
  const isRead = method === "GET" && path !== undefined && answer.status < 300 && answer.defect === null && !answer.breaksOff;
  if (isRead && (isXml || isOwn || answer.json !== undefined) && !holdsResource(answer, path, isXml)) return null;
  if (isXml || isOwn) return make(saysOfNothing(answer.status));
  // Where a server strips PrestaShop's headers, only its list of orders is recognisable.
  if (answer.status === 200 && Array.isArray(asRecord(answer.json)?.["orders"])) return make("data");
  return null;
}

/** A webservice answer without an error: empty for a missing record, or after PHP crashed. */
function saysOfNothing(status: number): ApiSays {
  if (status < 300) return "data";
  if (status === 429) return "rate_limited";
  if (status >= 500) return "error";
  return status === 404 ? "no_route" : "refusal";
}

const RESOURCE = "/api/orders/999999999";
// 32 characters, since a key of the wrong length is refused for its length; no shop issues this one.
const FAKE_KEY = "MOORINGDUMMYMOORINGDUMMYMOORINGD";
const DUMMY_CREDENTIAL = `Basic ${Buffer.from(`${FAKE_KEY}:`).toString("base64")}`;

/** PrestaShop's webservice. Without a key, it answers every method alike before it reads anything else. */
export const prestaProbes: ShopProbes = {
  shopSystem: "prestashop",
  root: getRequest("/api/"),
  resource: (method) => jsonRequest(method, RESOURCE),
  openResources: [],
  refuses: [],
  asksKeyFirst: true,
  unknown: null,
  needsAllMethods: true,
  dummyCredential: getRequest(RESOURCE, [["Authorization", DUMMY_CREDENTIAL]]),
  dummyCredentialElsewhere: getRequest(`${RESOURCE}?ws_key=${FAKE_KEY}`),
  readProbeAnswer(answer) {
    const said = recognize(answer, "GET");
    if (!said) return "unknown";
    // PrestaShop asks for a key only if none arrived; with a substituted page, its answer is unknown.
    if (said.code !== null) return "arrived";
    if (isHtmlPage(answer)) return "unknown";
    return answer.status === 401 && REALM.test(headerOf(answer, "www-authenticate")) ? "stripped" : "unknown";
  },
  recognize,
  // Without a key, the root reveals nothing.
  rootVariant: null,
  writeMethod: "PATCH",
  apiEnding: /\/(?:api|webservice)(?:\/.*)?$/s,
  otherPlaces: [{ request: getRequest("/webservice/dispatcher.php?url="), reason: "rewrite_missing" }],
  findRenamedApi: () => null,
  findFolder: ({ text }) => folderBefore(text, /^(?:themes\/[\w-]{1,100}\/assets|modules\/[\w-]{1,100}\/views|img\/(?:m|logo|favicon))/),
};

export const looksLikePrestaShop = (answer: SeenAnswer): boolean =>
  /PrestaShop-[0-9a-f]{8}/.test(headerOf(answer, "set-cookie")) ||
  /PrestaShop/i.test(headerOf(answer, "powered-by")) ||
  /var prestashop\s{0,5}=|content="PrestaShop"|\/themes\/[\w-]{1,100}\/assets\/cache\//.test(answer.text.slice(0, 400_000));
