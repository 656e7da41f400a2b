import { SIGNED_ADDRESS } from "@/lib/check/bypassed-causes";
import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { KeyFinding } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import {
  BOTH_LANES,
  credential,
  isSubstituted,
  type KeyHolder,
  type KeyTest,
  keyFinding,
  readOrders,
  unusedPath,
  writeTracking,
} from "@/lib/check/probe/plan/keys/key-test";
import type { Plan } from "@/lib/check/probe/plan/step";
import { newMoment, putIntoAddress, signOAuth1 } from "@/lib/connectors/http/oauth1";
import { getRequest, jsonRequest, type ProbeRequest, renewable } from "@/lib/connectors/shop-probes";
import { IMPOSSIBLE_ID } from "@/lib/connectors/woocommerce/probes";

const ORDERS = "/wp-json/wc/v3/orders?per_page=1&_fields=id";
const RESOURCE = `/wp-json/wc/v3/orders/${IMPOSSIBLE_ID}`;
const isResource = ({ path }: ProbeRequest): boolean => path.startsWith("/wp-json/wc/v3/orders/");
/** The answer to requests without a key. A signature that arrives is never answered like this, not even a wrong one. */
const CANNOT_VIEW = "woocommerce_rest_cannot_view";
/** A signature that arrived in parts. */
const MISSING_PARAMETER = "woocommerce_rest_authentication_missing_parameter";

const codeOf = (observation: Observation | null): string => observation?.reading?.api?.code ?? "";
const messageOf = (observation: Observation | null): string => observation?.reading?.api?.message ?? "";
const isAuthenticationError = (observation: Observation | null): boolean =>
  codeOf(observation).startsWith("woocommerce_rest_authentication");

/** All refusals of a key have one code, and words in the language of the shop: what they mean, the same words about something known report. */
const saysTheSame = (read: Observation, known: Observation | null): boolean =>
  isAuthenticationError(known) && messageOf(known) === messageOf(read);

interface WooKey {
  key: string;
  secret: string;
}

const wooKeyOf = (holder: Pick<KeyHolder, "credentials">): WooKey | null => {
  const key = credential(holder, "consumerKey");
  const secret = credential(holder, "consumerSecret");
  return key === null || secret === null ? null : { key, secret };
};

/** Values that no shop has given out. */
const inventKey = ({ key, secret }: WooKey): WooKey => ({ key: `ck_${"0".repeat(Math.max(1, key.length - 3))}`, secret });
const inventSecret = ({ key, secret }: WooKey): WooKey => ({ key, secret: `cs_${"0".repeat(Math.max(1, secret.length - 3))}` });

const basic = ({ key, secret }: WooKey): string => `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
const sign = ({ key, secret }: WooKey, method: string, url: string, now: Date): string =>
  signOAuth1({ method, url }, { consumerKey: key, consumerSecret: secret }, newMoment(now));

const isSecureAddress = (baseUrl: string): boolean => baseUrl.startsWith("https:");

/** The header by which the connector signs in: Basic over https, a signature over http. Null where no key is held. */
export function authorizeWoo(holder: KeyHolder): ((method: string, path: string, now: Date) => string) | null {
  const key = wooKeyOf(holder);
  if (key === null) return null;
  return (method, path, now) =>
    isSecureAddress(holder.baseUrl) ? basic(key) : sign(key, method, holder.baseUrl + holder.pathOf(path), now);
}

/** How far the shop's clock is from ours, by the Date header. */
function skewSeconds(observation: Observation): number {
  const date = observation.answer?.headers.find(([name]) => name === "date")?.[1];
  const theirs = Date.parse(date ?? "");
  return Number.isNaN(theirs) ? 0 : Math.round((theirs - Date.parse(observation.probe.at)) / 1000);
}

/**
 * Keys of WooCommerce. Over https they go as Basic, over http as OAuth 1.0a, as the connector sends them. A 401 `cannot_view` has several
 * causes that look alike; a signature made for http distinguishes them: WooCommerce takes signatures on any scheme, and this one is right
 * only for a shop that believes in http.
 */
export function* testWooKey(test: KeyTest): Plan<KeyFinding[]> {
  const key = wooKeyOf(test);
  if (key === null) return [];
  const isSecure = isSecureAddress(test.baseUrl);
  let isInAddress = false;
  const send: Send = (rule, request, authorization, inAddress = isInAddress) =>
    test.experiment.askAtWorking(
      rule,
      carrying(request, authorization, inAddress),
      "key",
      isResource(request) ? "resource" : "orders",
      isResource(request) ? "other" : "own",
    );
  const ownUrl = test.findings.working ? (test.findings.matrix.get(test.findings.working)?.reading?.api?.ownUrl ?? null) : null;
  // As lib/connectors/woocommerce/own-address.ts does.
  const signedBase = (ownUrl ?? test.baseUrl).replace(/^https:/, "http:").replace(/\/+$/, "");
  const authorize: WooKeyInUse["authorize"] =
    (method, path, as = key) =>
    (now) =>
      isSecure ? basic(as) : sign(as, method, signedBase + test.pathOf(path), now);

  const read = yield* readOrders(send, getRequest(ORDERS), authorize("GET", ORDERS));
  if (!read?.answer) return [];
  const inUse: WooKeyInUse = { test, key, send, authorize, isSecure, ownUrl, signedBase };
  if (isSecure || codeOf(read) !== CANNOT_VIEW) return yield* judge(read, inUse);
  // As lib/connectors/woocommerce/client.ts does.
  isInAddress = true;
  const again = yield* send("signature_in_address", getRequest(ORDERS), authorize("GET", ORDERS));
  isInAddress = again?.reading?.api != null && codeOf(again) !== CANNOT_VIEW;
  if (!again || !isInAddress) return yield* judge(read, inUse);
  const lost = keyFinding("authorization_header_stripped", null, again, read, BOTH_LANES, { passedBy: SIGNED_ADDRESS });
  return [lost, ...(yield* judge(again, inUse))];
}

/** The Authorization header, made for each try. */
type Authorization = (now: Date) => string;
type Send = (rule: AskRule, request: ProbeRequest, authorization: Authorization, inAddress?: boolean) => Plan<Observation | null>;

const carrying = (request: ProbeRequest, authorization: Authorization, inAddress: boolean): ProbeRequest =>
  renewable(request, (now) =>
    inAddress
      ? { ...request, path: putIntoAddress(request.path, authorization(now)) }
      : { ...request, headers: [...request.headers, ["Authorization", authorization(now)]] },
  );

interface WooKeyInUse {
  test: KeyTest;
  key: WooKey;
  send: Send;
  authorize(method: string, path: string, as?: WooKey): Authorization;
  isSecure: boolean;
  /** The address that WordPress has for itself. */
  ownUrl: string | null;
  /** What signatures over http are made for. */
  signedBase: string;
}

const cannotRead = (read: Observation, lanes: KeyFinding["lanes"]): KeyFinding =>
  keyFinding("credentials_insufficient", "cannot_read_orders", null, read, lanes, { right: "read" });

/** What the answer to the reading of orders says about the key. */
function* judge(read: Observation, inUse: WooKeyInUse): Plan<KeyFinding[]> {
  const { test, key, send, isSecure, ownUrl, signedBase } = inUse;
  const status = read.answer?.status ?? 0;
  const signAs =
    (as: WooKey, base: string): Authorization =>
    (now) =>
      sign(as, "GET", base + test.pathOf(ORDERS), now);
  if (isSubstituted(test.findings, read)) {
    // The shop's words are lost. A signature in the address arrives where a header may not, and is no secret.
    const base = isSecure ? test.baseUrl : signedBase;
    const signed = yield* send("signature_beside_substituted_page", getRequest(ORDERS), signAs(key, base), true);
    if (signed?.answer?.status === 200) return [keyFinding("authorization_header_stripped", null, signed, read)];
    const asHttp = isSecure
      ? yield* send("signature_beside_substituted_page", getRequest(ORDERS), signAs(key, base.replace(/^https:/, "http:")), false)
      : null;
    if (asHttp?.answer?.status === 200) return [keyFinding("credentials_rejected", "http_scheme_unknown", asHttp, read)];
    return [keyFinding("credentials_rejected", null, null, read)];
  }
  if (!passed(read)) return [];
  if (status === 200) return yield* testWriting(inUse);
  if (status === 403) return [cannotRead(read, BOTH_LANES)];
  if (status !== 401) return [];
  if (isAuthenticationError(read)) return [yield* explainRefusal(read, inUse)];
  if ((yield* test.header()) === "stripped") return [];
  if (!isSecure) {
    return [keyFinding("credentials_rejected", ownUrl?.startsWith("https:") ? "http_address" : null, null, read)];
  }
  const asHttp = test.baseUrl.replace(/^https:/, "http:");
  const signed = yield* send("signature_for_http", getRequest(ORDERS), signAs(key, asHttp));
  if (signed?.answer?.status === 200) return [keyFinding("credentials_rejected", "http_scheme_unknown", signed, read)];
  if (!signed || !isAuthenticationError(signed)) return [keyFinding("credentials_rejected", null, null, read)];
  const invented = yield* send("signature_with_invented_key", getRequest(ORDERS), signAs(inventKey(key), asHttp));
  if (saysTheSame(signed, invented)) return [keyFinding("credentials_rejected", "unknown_key", null, read)];
  // The key is known: over https a wrong secret would have been named, so Basic was ignored, or never arrived while a signature does.
  const arrived = yield* send("signature_for_https", getRequest(ORDERS), signAs(key, test.baseUrl));
  if (arrived?.answer?.status === 200) return [keyFinding("authorization_header_stripped", null, arrived, read)];
  return [keyFinding("credentials_rejected", "http_scheme_unknown", null, read)];
}

/** A place for a write where certainly no order is; null where that is not known. */
const unusedResource = ({ test, send, authorize }: Pick<WooKeyInUse, "test" | "send" | "authorize">): Plan<string | null> =>
  unusedPath(test.findings, RESOURCE, (rule, path) => send(rule, getRequest(path), authorize("GET", path)));

function* testWriting({ test, send, authorize }: WooKeyInUse): Plan<KeyFinding[]> {
  const resource = yield* unusedResource({ test, send, authorize });
  if (resource === null) return [];
  const write = yield* writeTracking(send, jsonRequest("POST", resource), authorize("POST", resource));
  const isShops = passed(write) || (write !== null && isSubstituted(test.findings, write));
  if (!write?.answer || (write.answer.status !== 401 && write.answer.status !== 403) || !isShops) return [];
  // The same address read with the same key: the two differ in the method alone.
  const same = yield* send("refused_write_read_with_key", getRequest(resource), authorize("GET", resource));
  const pass = same?.answer && same.answer.status !== 401 && same.answer.status !== 403 ? same : null;
  return [keyFinding("credentials_insufficient", "read_only", pass, write, ["tracking_out"], { right: "write" })];
}

/** Over https the key is known then, and its secret or a right is missing. Over http: key, signature, time and rights, in this order. */
function* explainRefusal(read: Observation, { test, key, send, authorize, isSecure }: WooKeyInUse): Plan<KeyFinding> {
  const ask = (as: WooKey) => send("invented_key_or_secret", getRequest(ORDERS), authorize("GET", ORDERS, as));
  const rejected = (reason: string | null, details: KeyFinding["details"] = {}): KeyFinding =>
    keyFinding("credentials_rejected", reason, null, read, BOTH_LANES, details);
  if (codeOf(read) === MISSING_PARAMETER) return rejected(null);
  if (!isSecure && saysTheSame(read, yield* ask(inventKey(key)))) return rejected("unknown_key");
  if (saysTheSame(read, yield* ask(inventSecret(key)))) return rejected("wrong_secret");
  if (isSecure) return cannotRead(read, ["orders_in"]);
  // The time is wrong for writing as well; a right that is missing is missing for reading alone, since each key has one of them.
  const resource = yield* unusedResource({ test, send, authorize });
  const write = resource === null ? null : yield* writeTracking(send, jsonRequest("POST", resource), authorize("POST", resource));
  if (write && passed(write) && !isAuthenticationError(write)) return cannotRead(read, ["orders_in"]);
  return rejected("clock_skew", { seconds: skewSeconds(read) });
}
