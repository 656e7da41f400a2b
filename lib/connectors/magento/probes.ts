import { folderBefore } from "@/lib/connectors/folder-before";
import { asRecord, headerOf, isJsonType, type SeenAnswer } from "@/lib/connectors/net/seen-answer";
import { type ApiAnswer, type ApiSays, apiAnswerOf, getRequest, jsonRequest, type ShopProbes } from "@/lib/connectors/shop-probes";

/** Untranslated sentences without parameters that only Magento's REST framework uses. */
const OWN_WORDS =
  /does not match any route|^The \S{1,20} HTTP method is not supported|Specified request cannot be processed|Request method is invalid|^Decoding error|^Content-Type header is (?:empty|invalid)|entity that was requested doesn't exist|^The country isn't available|^No such entity|Magento log file|Report ID: webapi/i;

/** Its messages about keys; gateways word messages about OAuth, tokens and signatures differently. */
const WORDS_ON_KEYS =
  /^A consumer (?:having the specified key|with the ID \d{1,20}) does not exist|^(?:Consumer key|Token) is not the correct length|^Consumer key has expired|^Token is not (?:associated with the specified consumer|an access token)|^Specified token does not exist|^The signature is invalid\. Verify|^The nonce is already being used by the consumer|^The timestamp value in the oauth_timestamp parameter/i;

/**
 * The same sentences translated: a `message` alone, with the exact headers of Magento's framework and a status that it sends without parameters
 * (a missing right is a 401 with parameters; 403 does not occur). Other programs also write `message`, but differ in content type or
 * cache headers.
 */
const looksLikeFramework = (record: Readonly<Record<string, unknown>>, answer: SeenAnswer): boolean =>
  [400, 401, 404, 405].includes(answer.status) &&
  Object.keys(record).length === 1 &&
  headerOf(answer, "content-type") === "application/json; charset=utf-8" &&
  /\bno-store\b/.test(headerOf(answer, "cache-control"));

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

/** Several errors at once, each with a message; gateways list plain strings or nothing. */
const isListOfErrors = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((error) => typeof asRecord(error)?.["message"] === "string");

/** In developer mode: PHP's stack trace of the error. */
const isTrace = (value: unknown): boolean => typeof value === "string" && value.startsWith("#0 ");

const saysOf = (status: number, message: string): ApiSays => {
  if (status === 429) return "rate_limited";
  if (/does not match any route/i.test(message)) return "no_route";
  if (status === 401 || status === 403) return "refusal";
  if (status === 405 || status === 404) return "no_route";
  if (status >= 500) return "error";
  return "bad_request";
};

const make = apiAnswerOf("magento");

function recognize(answer: SeenAnswer): ApiAnswer | null {
  const record = asRecord(answer.json);
  if (record && typeof record["message"] === "string" && answer.status >= 400) {
    const message = String(record["message"]);
    const isOwn =
      isObject(record["parameters"]) ||
      isListOfErrors(record["errors"]) ||
      isTrace(record["trace"]) ||
      OWN_WORDS.test(message) ||
      WORDS_ON_KEYS.test(message) ||
      looksLikeFramework(record, answer);
    // WordPress sends `code` and `data` besides `message`.
    if (isOwn && !("data" in record)) return make(saysOf(answer.status, message), record["code"] ? String(record["code"]) : null, message);
  }
  if (answer.status === 200 && record && ("two_letter_abbreviation" in record || "total_count" in record || "search_criteria" in record))
    return make("data");
  if (answer.status === 200 && record && isJsonType(answer) && "swagger" in record) return make("data");
  return null;
}

const COUNTRIES = "/rest/V1/directory/countries";
const TWO_FIELDS = "fields=id,two_letter_abbreviation";
const RESOURCE = "/rest/V1/orders/999999999";
const DUMMY_CREDENTIAL = `OAuth ${Object.entries({
  oauth_consumer_key: "dummydummydummydummydummydummydu",
  oauth_nonce: "dummydummydummydummydummydummydu",
  oauth_signature: "Y2FuYXJ5",
  oauth_signature_method: "HMAC-SHA256",
  oauth_timestamp: "1767225600",
  oauth_token: "dummydummydummydummydummydummydu",
  oauth_version: "1.0",
})
  .map(([name, value]) => `${name}="${value}"`)
  .join(", ")}`;

/** Magento 2's REST API. Errors become XML if XML is accepted and HTML if only HTML is, so only JSON is requested. */
export const magentoProbes: ShopProbes = {
  shopSystem: "magento",
  // Open without credentials in every Magento, and 200 if the shop sells to that country, so that servers that replace error pages leave it alone.
  root: getRequest(`${COUNTRIES}/NL`),
  resource: (method) => jsonRequest(method, RESOURCE),
  openResources: [(method) => jsonRequest(method, `${RESOURCE}/sendcloud-reachability-check`)],
  refuses: ["OPTIONS", "PATCH"],
  asksKeyFirst: false,
  unknown: getRequest("/rest/V1/sendcloud-reachability-check"),
  needsAllMethods: true,
  // Contains all required fields, so Magento answers that it does not know the consumer, which it never says to anonymous visitors.
  dummyCredential: getRequest(RESOURCE, [["Authorization", DUMMY_CREDENTIAL]]),
  // Magento reads keys only from the header.
  dummyCredentialElsewhere: null,
  readProbeAnswer(answer) {
    const said = recognize(answer);
    const resources = asRecord(asRecord(answer.json)?.["parameters"])?.["resources"];
    if (said?.says === "refusal" && (resources !== undefined || /authorized to access/i.test(said.message))) return "stripped";
    return said && (answer.status === 400 || answer.status === 401) ? "arrived" : "unknown";
  },
  recognize,
  rootVariant: {
    request: getRequest(`${COUNTRIES}/NL?${TWO_FIELDS}`),
    elsewhere: getRequest(`${COUNTRIES}/DE?${TWO_FIELDS}`),
    isStale: (answer) => "full_name_english" in (asRecord(answer.json) ?? {}),
  },
  writeMethod: "POST",
  apiEnding: /(?:\/index\.php)?\/rest(?:\/.*)?$/s,
  otherPlaces: [{ request: getRequest("/index.php/rest/V1/directory/countries/NL"), reason: "rewrite_missing" }],
  findRenamedApi: () => null,
  findFolder: ({ text }) => folderBefore(text, /^(?:pub\/)?static\/(?:version\d{1,20}\/)?frontend\//),
};

/** Signs of Magento on pages outside its API. */
export const looksLikeMagento = (answer: SeenAnswer): boolean =>
  /x-magento-/i.test(answer.headers.map(([name]) => name).join(",")) ||
  /\/static\/(?:version\d{1,20}\/)?frontend\/|data-mage-init|Magento_/.test(answer.text.slice(0, 200_000)) ||
  /^Magento\/\d/.test(answer.text) ||
  /mage-cache/.test(headerOf(answer, "set-cookie"));
