import { DAY_MS } from "@/lib/base/units";
import type { KeyFinding } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { KeyTest } from "@/lib/check/probe/plan/keys/key-requests";
import {
  type Authorize,
  authorized,
  BOTH_LANES,
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
import { newMoment, type OAuth1Credentials, signOAuth1 } from "@/lib/connectors/http/oauth1";
import { asRecord } from "@/lib/connectors/net/seen-answer";
import { getRequest, jsonRequest } from "@/lib/connectors/shop-probes";

const ORDERS = "/rest/V1/orders?searchCriteria%5BpageSize%5D=1&fields=total_count";
// Magento checks rights before it checks whether the order exists.
const SHIP = "/rest/V1/order/999999999/ship";
/** Need other rights than orders: a token that may read one of them is valid. */
const OTHER_RESOURCES = ["/rest/V1/shipments", "/rest/V1/products"].map(
  (path) => `${path}?searchCriteria%5BpageSize%5D=1&fields=total_count`,
);
const SETTINGS = "/rest/V1/store/storeConfigs";
/** Magento accepts any past time, but none more than ten minutes in the future. */
const EARLIER_MS = DAY_MS;

const isRefused = (observation: Observation | null): boolean => observation?.answer?.status === 401 || observation?.answer?.status === 403;

const namedRight = (observation: Observation): string => {
  const resources = asRecord(asRecord(observation.answer?.json)?.["parameters"])?.["resources"];
  return typeof resources === "string" ? resources.slice(0, 80) : "";
};

type Integration = Required<Omit<OAuth1Credentials, "verifier">>;

function integrationOf(holder: Pick<KeyHolder, "credentials">): Integration | null {
  const token = credential(holder, "accessToken");
  const consumerKey = credential(holder, "consumerKey");
  const consumerSecret = credential(holder, "consumerSecret");
  const tokenSecret = credential(holder, "accessTokenSecret");
  if (token === null || consumerKey === null || consumerSecret === null || tokenSecret === null) return null;
  return { consumerKey, consumerSecret, token, tokenSecret };
}

/** Signed if all four values are given, otherwise with the token only; null without a token. */
export function authorizeMagento(holder: KeyHolder): Authorize | null {
  const token = credential(holder, "accessToken");
  const integration = integrationOf(holder);
  if (token === null) return null;
  return (method, path, now) =>
    integration ? signOAuth1({ method, url: holder.baseUrl + holder.pathOf(path) }, integration, newMoment(now)) : `Bearer ${token}`;
}

type SendSigned = (...request: [...Parameters<Send>, sign: Authorize]) => ReturnType<Send>;

/** Magento accepts bearer tokens only if the shop enabled them, and refuses unknown ones in the same way. */
export function* testMagentoToken(test: KeyTest): Plan<KeyFinding[]> {
  const authorize = authorizeMagento(test);
  if (authorize === null) return [];
  const integration = integrationOf(test);
  const sendSigned: SendSigned = (rule, request, sign) => {
    const [subject, visitor] = rule === "write_tracking" ? (["record", "other"] as const) : (["orders", "own"] as const);
    return test.requests.sendBesideMatrix(rule, authorized(request, sign), "key", subject, visitor);
  };
  const send: Send = (rule, request) => sendSigned(rule, request, authorize);
  const read = yield* readOrders(send, getRequest(ORDERS));
  if (!read?.answer) return [];
  const insufficient = (reason: string, pass: Observation | null, fail: Observation, lanes: KeyFinding["lanes"]): KeyFinding =>
    keyFinding("credentials_insufficient", reason, pass, fail, lanes, { right: namedRight(fail) });
  const isShops = (seen: Observation): boolean => passed(seen) || isSubstituted(test.evidence, seen);
  if (passed(read) && read.answer.status === 200) {
    const shipped = yield* ship(test, send);
    return shipped && isRefused(shipped) && isShops(shipped) ? [insufficient("missing_scope", null, shipped, ["tracking_out"])] : [];
  }
  // Magento reports values of the wrong length as invalid.
  const isUnfit = integration !== null && passed(read) && read.answer.status === 400;
  if ((!isRefused(read) && !isUnfit) || !isShops(read)) return [];
  const rejected = (reason: string | null, pass: Observation | null = null): KeyFinding[] => [
    keyFinding("credentials_rejected", reason, pass, read),
  ];
  if (integration && passed(read) && !isSubstituted(test.evidence, read) && namedRight(read) === "") {
    const known = yield* explainSignature(read, integration, test, sendSigned);
    if (known) return rejected(known.reason, known.pass);
  }
  // A token that may ship is valid, and tracking needs that right.
  const shipped = yield* ship(test, send);
  const mayShip = passed(shipped) && !isRefused(shipped);
  const lanes: KeyFinding["lanes"] = mayShip ? ["orders_in"] : BOTH_LANES;
  if (mayShip) return [insufficient("cannot_read_orders", null, read, lanes)];
  for (const path of [SETTINGS, ...OTHER_RESOURCES]) {
    const other = yield* send("other_right_of_token", getRequest(path));
    if (passed(other) && other?.answer?.status === 200) return [insufficient("cannot_read_orders", other, read, lanes)];
  }
  const header = yield* test.header();
  if (header === "stripped") return [];
  // The signature arrives, so an unknown token would have been reported.
  if (integration && header === "arrived" && namedRight(read) !== "") return [insufficient("cannot_read_orders", null, read, lanes)];
  return rejected(integration ? null : "bearer_disabled");
}

function* ship(test: KeyTest, send: Send): Plan<Observation | null> {
  const unused = yield* unusedPath(test.evidence, SHIP, send);
  return unused === null ? null : yield* writeTracking(send, jsonRequest("POST", unused));
}

/** Magento checks consumer, time, token and signature in this order. Its messages are translated: known wrong values show what they mean. */
function* explainSignature(
  read: Observation,
  integration: Integration,
  test: KeyTest,
  send: SendSigned,
): Plan<{ reason: string; pass: Observation | null } | null> {
  const ask = (values: Partial<Integration>, earlierMs = 0, baseUrl = test.baseUrl): Plan<Observation | null> => {
    const url = baseUrl + test.pathOf(ORDERS);
    const sign: Authorize = (method, _path, now) =>
      signOAuth1({ method, url }, { ...integration, ...values }, newMoment(new Date(now.getTime() - earlierMs)));
    return send("invented_value_of_integration", getRequest(ORDERS), sign);
  };
  const saysTheSame = (seen: Observation | null): boolean =>
    passed(seen) && seen?.answer?.status === read.answer?.status && messageOf(seen) === messageOf(read);
  // Values of another length get a different message.
  const invent = (value: string): string => "0".repeat(value.length);
  if (saysTheSame(yield* ask({ consumerKey: invent(integration.consumerKey) }))) return { reason: "unknown_key", pass: null };
  const earlier = yield* ask({}, EARLIER_MS);
  if (passed(earlier) && earlier?.answer?.status === 200) return { reason: "clock_skew", pass: earlier };
  if (test.baseUrl.startsWith("https:")) {
    const asHttp = yield* ask({}, 0, test.baseUrl.replace(/^https:/, "http:"));
    if (passed(asHttp) && asHttp?.answer?.status === 200) return { reason: "http_scheme_unknown", pass: asHttp };
  }
  if (saysTheSame(yield* ask({ token: invent(integration.token) }))) return { reason: "unknown_key", pass: null };
  if (saysTheSame(yield* ask({ consumerSecret: invent(integration.consumerSecret) }))) return { reason: "wrong_secret", pass: null };
  return null;
}
