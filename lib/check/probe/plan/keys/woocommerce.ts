import { trimSlashes } from "@/lib/base/trim-end";
import { SECOND_MS } from "@/lib/base/units";
import { SIGNED_ADDRESS } from "@/lib/check/bypassed-causes";
import type { KeyFinding } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { KeyTest } from "@/lib/check/probe/plan/keys/key-requests";
import {
  type Authorize,
  authorized,
  BOTH_LANES,
  codeOf,
  credential,
  isSubstituted,
  type KeyHolder,
  keyFinding,
  messageOf,
  readOrders,
  type Send,
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
/** Sent to requests without a key, never to a signature that arrives. */
const CANNOT_VIEW = "woocommerce_rest_cannot_view";
const MISSING_PARAMETER = "woocommerce_rest_authentication_missing_parameter";

const isAuthenticationError = (observation: Observation | null): boolean =>
  codeOf(observation).startsWith("woocommerce_rest_authentication");

/** All refusals share one code and messages are translated, so a message is compared with that for a known wrong value. */
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

const inventKey = ({ key, secret }: WooKey): WooKey => ({ key: `ck_${"0".repeat(Math.max(1, key.length - 3))}`, secret });
const inventSecret = ({ key, secret }: WooKey): WooKey => ({ key, secret: `cs_${"0".repeat(Math.max(1, secret.length - 3))}` });

const basic = ({ key, secret }: WooKey): string => `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
const signature =
  ({ key, secret }: WooKey, base: string, { pathOf }: Pick<KeyHolder, "pathOf">): Authorize =>
  (method, path, now) =>
    signOAuth1({ method, url: base + pathOf(path) }, { consumerKey: key, consumerSecret: secret }, newMoment(now));

const isSecureAddress = (baseUrl: string): boolean => baseUrl.startsWith("https:");

/** Basic over https, a signature over http; null without a key. */
export function authorizeWoo(holder: KeyHolder): Authorize | null {
  const key = wooKeyOf(holder);
  if (key === null) return null;
  return isSecureAddress(holder.baseUrl) ? () => basic(key) : signature(key, holder.baseUrl, holder);
}

function skewSeconds(observation: Observation): number {
  const date = observation.answer?.headers.find(([name]) => name === "date")?.[1];
  const theirs = Date.parse(date ?? "");
  return Number.isNaN(theirs) ? 0 : Math.round((theirs - Date.parse(observation.probe.at)) / SECOND_MS);
}

/** `cannot_view` has several causes. A signature made for http distinguishes them: only a shop that sees the request as http accepts it. */
export function* testWooKey(test: KeyTest): Plan<KeyFinding[]> {
  const key = wooKeyOf(test);
  if (key === null) return [];
  const isSecure = isSecureAddress(test.baseUrl);
  let isInAddress = false;
  const ownUrl = test.evidence.matrix.get(test.requests.variation.working)?.reading?.api?.ownUrl ?? null;
  // As in lib/connectors/woocommerce/client.ts.
  const signedBase = trimSlashes((ownUrl ?? test.baseUrl).replace(/^https:/, "http:"));
  const authorizeAs = (as: WooKey): Authorize => (isSecure ? () => basic(as) : signature(as, signedBase, test));
  const sendSigned: SendSigned = (rule, request, authorize, inAddress = isInAddress) => {
    const [subject, visitor] = isResource(request) ? (["resource", "other"] as const) : (["orders", "own"] as const);
    return test.requests.sendBesideMatrix(rule, carrying(request, authorize, inAddress), "key", subject, visitor);
  };
  const send: Send = (rule, request) => sendSigned(rule, request, authorizeAs(key));

  const read = yield* readOrders(send, getRequest(ORDERS));
  if (!read?.answer) return [];
  const inUse: WooKeyInUse = { test, key, send, sendSigned, authorizeAs, isSecure, ownUrl, signedBase };
  if (isSecure || codeOf(read) !== CANNOT_VIEW) return yield* judge(read, inUse);
  // As in lib/connectors/woocommerce/client.ts.
  isInAddress = true;
  const again = yield* send("signature_in_address", getRequest(ORDERS));
  isInAddress = again?.reading?.api != null && codeOf(again) !== CANNOT_VIEW;
  if (!again || !isInAddress) return yield* judge(read, inUse);
  const lost = keyFinding("authorization_header_stripped", null, again, read, BOTH_LANES, { passedBy: SIGNED_ADDRESS });
  return [lost, ...(yield* judge(again, inUse))];
}

type SendSigned = (...request: [...Parameters<Send>, authorize: Authorize, inAddress?: boolean]) => ReturnType<Send>;

const carrying = (request: ProbeRequest, authorize: Authorize, inAddress: boolean): ProbeRequest =>
  inAddress
    ? renewable(request, (now) => ({ ...request, path: putIntoAddress(request.path, authorize(request.method, request.path, now)) }))
    : authorized(request, authorize);

interface WooKeyInUse {
  test: KeyTest;
  key: WooKey;
  /** With the key, as the connector sends it. */
  send: Send;
  sendSigned: SendSigned;
  authorizeAs(key: WooKey): Authorize;
  isSecure: boolean;
  /** WordPress' own address. */
  ownUrl: string | null;
  signedBase: string;
}

const cannotRead = (read: Observation, lanes: KeyFinding["lanes"]): KeyFinding =>
  keyFinding("credentials_insufficient", "cannot_read_orders", null, read, lanes, { right: "read" });

function* judge(read: Observation, inUse: WooKeyInUse): Plan<KeyFinding[]> {
  const { test, key, sendSigned, isSecure, ownUrl, signedBase } = inUse;
  const status = read.answer?.status ?? 0;
  if (isSubstituted(test.evidence, read)) {
    // The shop's answers are substituted. A signature in the URL is not secret and may arrive where a header does not.
    const base = isSecure ? test.baseUrl : signedBase;
    const signed = yield* sendSigned("signature_beside_substituted_page", getRequest(ORDERS), signature(key, base, test), true);
    if (signed?.answer?.status === 200) return [keyFinding("authorization_header_stripped", null, signed, read)];
    const ofHttp = signature(key, base.replace(/^https:/, "http:"), test);
    const asHttp = isSecure ? yield* sendSigned("signature_beside_substituted_page", getRequest(ORDERS), ofHttp, false) : null;
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
  const signed = yield* sendSigned("signature_for_http", getRequest(ORDERS), signature(key, asHttp, test));
  if (signed?.answer?.status === 200) return [keyFinding("credentials_rejected", "http_scheme_unknown", signed, read)];
  if (!signed || !isAuthenticationError(signed)) return [keyFinding("credentials_rejected", null, null, read)];
  const invented = yield* sendSigned("signature_with_invented_key", getRequest(ORDERS), signature(inventKey(key), asHttp, test));
  if (saysTheSame(signed, invented)) return [keyFinding("credentials_rejected", "unknown_key", null, read)];
  // The key is known. Over https a wrong secret would have been reported, so Basic was ignored or lost.
  const arrived = yield* sendSigned("signature_for_https", getRequest(ORDERS), signature(key, test.baseUrl, test));
  if (arrived?.answer?.status === 200) return [keyFinding("authorization_header_stripped", null, arrived, read)];
  return [keyFinding("credentials_rejected", "http_scheme_unknown", null, read)];
}

function* testWriting({ test, send }: WooKeyInUse): Plan<KeyFinding[]> {
  const resource = yield* unusedPath(test.evidence, RESOURCE, send);
  if (resource === null) return [];
  const write = yield* writeTracking(send, jsonRequest("POST", resource));
  const isShops = passed(write) || (write !== null && isSubstituted(test.evidence, write));
  if (!write?.answer || (write.answer.status !== 401 && write.answer.status !== 403) || !isShops) return [];
  // The evidence: the same URL with the same key.
  const same = yield* send("refused_write_read_with_key", getRequest(resource));
  const pass = same?.answer && same.answer.status !== 401 && same.answer.status !== 403 ? same : null;
  return [keyFinding("credentials_insufficient", "read_only", pass, write, ["tracking_out"], { right: "write" })];
}

/** Over https the key is known: its secret is wrong or a right is missing. Over http: key, secret, time and rights, in this order. */
function* explainRefusal(read: Observation, { test, key, send, sendSigned, authorizeAs, isSecure }: WooKeyInUse): Plan<KeyFinding> {
  const ask = (as: WooKey) => sendSigned("invented_key_or_secret", getRequest(ORDERS), authorizeAs(as));
  const rejected = (reason: string | null, details: KeyFinding["details"] = {}): KeyFinding =>
    keyFinding("credentials_rejected", reason, null, read, BOTH_LANES, details);
  if (codeOf(read) === MISSING_PARAMETER) return rejected(null);
  if (!isSecure && saysTheSame(read, yield* ask(inventKey(key)))) return rejected("unknown_key");
  if (saysTheSame(read, yield* ask(inventSecret(key)))) return rejected("wrong_secret");
  if (isSecure) return cannotRead(read, ["orders_in"]);
  // A wrong clock affects writing too, a missing right only reading.
  const resource = yield* unusedPath(test.evidence, RESOURCE, send);
  const write = resource === null ? null : yield* writeTracking(send, jsonRequest("POST", resource));
  if (write && passed(write) && !isAuthenticationError(write)) return cannotRead(read, ["orders_in"]);
  return rejected("clock_skew", { seconds: skewSeconds(read) });
}
