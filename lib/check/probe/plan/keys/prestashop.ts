import type { KeyFinding } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import { withNumber } from "@/lib/check/probe/order-number";
import type { KeyTest } from "@/lib/check/probe/plan/keys/key-requests";
import {
  authorized,
  BOTH_LANES,
  codeOf,
  credential,
  isSubstituted,
  type KeyHolder,
  keyFinding,
  readOrders,
  type Send,
  writeTracking,
} from "@/lib/check/probe/plan/keys/key-test";
import type { Plan } from "@/lib/check/probe/plan/step";
import { headerOf, type SeenAnswer } from "@/lib/connectors/net/seen-answer";
import { type KeyRights, readKeyRights, rightsMissingIn } from "@/lib/connectors/prestashop/rights";
import { API_HEADERS, getRequest, type ProbeRequest } from "@/lib/connectors/shop-probes";

const ORDERS = "/api/orders?limit=1&output_format=JSON";
const CARRIER = "/api/order_carriers/999999999";
// Without an id, which would take precedence over the one in the path.
const EMPTY_CARRIER = "<prestashop><order_carrier></order_carrier></prestashop>";

const writeRequest = (method: "PATCH" | "PUT", body: string): ProbeRequest => ({
  method,
  path: CARRIER,
  headers: [...API_HEADERS, ["Content-Type", "text/xml"]],
  body,
});

/** PrestaShop before 8 accepts only PUT. */
const needsByPut = (version: string): boolean => /^1\./.test(version);

/** Null unless the answer is the complete list. */
const readRights = (answer: SeenAnswer): KeyRights | null =>
  answer.status === 200 && answer.bodyState === "complete" && !answer.breaksOff ? readKeyRights(answer.text) : null;

function missingRights(rights: KeyRights, changesBy: "PATCH" | "PUT"): { names: string; lanes: KeyFinding["lanes"] } {
  const missing = rightsMissingIn(rights, changesBy);
  return {
    names: missing.map(({ method, resource }) => `${method} ${resource}`).join(", "),
    lanes: BOTH_LANES.filter((lane) => missing.some(({ lanes }) => lanes.includes(lane))),
  };
}

export function authorizePrestashop(holder: Pick<KeyHolder, "credentials">): (() => string) | null {
  const key = credential(holder, "key", "apiKey");
  return key === null ? null : () => `Basic ${Buffer.from(`${key}:`).toString("base64")}`;
}

/** Tests keys of PrestaShop's webservice. Error codes as measured on 8.2 and 1.7. */
export function* testPrestashopKey(test: KeyTest): Plan<KeyFinding[]> {
  const key = credential(test, "key", "apiKey");
  const authorize = authorizePrestashop(test);
  if (key === null || authorize === null) return [];
  const send: Send = (rule, request) => {
    const isRecord = request.path === CARRIER;
    const subject = isRecord ? "record" : rule === "read_rights" ? "root" : "orders";
    // A document without an id reaches no record, whatever the path.
    const numbered = { ...request, path: withNumber(request.path, test.evidence.server.orderNumber) };
    return test.requests.sendBesideMatrix(rule, authorized(numbered, authorize), "key", subject, isRecord ? "other" : "own");
  };
  const read = yield* readOrders(send, getRequest(ORDERS));
  if (!read?.answer || (!passed(read) && !isSubstituted(test.evidence, read))) return [];
  if (read.answer.status === 200) return yield* testRights(read, test, send);
  switch (codeOf(read)) {
    case "22":
      return [keyFinding("api_disabled", "webservice_disabled", null, read)];
    case "132":
      return [keyFinding("credentials_insufficient", "other_shop", null, read)];
    case "25":
    case "26":
    case "101":
      return yield* nameMissing(read, test, send);
    // 20 is the answer to unknown keys and to those switched off; without it, 21 is the answer to a key without any permission.
    case "17":
    case "18":
    case "20":
      return [keyFinding("credentials_rejected", "key_inactive", null, read)];
    case "21":
      return [keyFinding("credentials_insufficient", "no_permissions", null, read)];
    default:
      break;
  }
  if (read.answer.status !== 401 || (yield* test.header()) === "stripped") return [];
  const inQuery = yield* test.requests.sendBesideMatrix("key_in_query", getRequest(`${ORDERS}&ws_key=${encodeURIComponent(key)}`), "key");
  // The header was lost: PrestaShop asks for a key only if none arrived.
  if (inQuery?.answer?.status === 200) return [keyFinding("authorization_header_stripped", null, inQuery, read)];
  return [keyFinding("credentials_rejected", null, null, read)];
}

/** The root lists what a key may do. Without a key it answers 401, so the list also proves that the header arrives. */
function* probeRights(test: KeyTest, send: Send): Plan<{ listed: Observation; rights: KeyRights } | null> {
  const listed = yield* send("read_rights", test.requests.root);
  const rights = passed(listed) && listed?.answer ? readRights(listed.answer) : null;
  if (!listed || !rights) return null;
  test.headerArrives();
  return { listed, rights };
}

function* nameMissing(read: Observation, test: KeyTest, send: Send): Plan<KeyFinding[]> {
  const known = yield* probeRights(test, send);
  const changesBy = needsByPut(headerOf(read.answer ?? { headers: [] }, "psws-version")) ? "PUT" : "PATCH";
  const missing = known ? missingRights(known.rights, changesBy) : null;
  if (!missing || missing.lanes.length === 0 || missing.names === "GET orders")
    return [keyFinding("credentials_insufficient", "cannot_read_orders", null, read, BOTH_LANES, { right: "orders" })];
  return [keyFinding("credentials_insufficient", "method_not_allowed", null, read, missing.lanes, { right: missing.names })];
}

function* testRights(read: Observation, test: KeyTest, send: Send): Plan<KeyFinding[]> {
  const known = yield* probeRights(test, send);
  // PrestaShop before 8 is written to with PUT; an empty document stores nothing. A proxy may have removed the version.
  const isOld = needsByPut(headerOf(read.answer ?? { headers: [] }, "psws-version"));
  let write = isOld ? null : yield* writeTracking(send, writeRequest("PATCH", EMPTY_CARRIER));
  if (isOld || codeOf(write) === "23") write = yield* writeTracking(send, writeRequest("PUT", "<prestashop></prestashop>"));
  const byMethod = write?.question.request.method === "PUT" ? "PUT" : "PATCH";
  const missing = known ? missingRights(known.rights, byMethod) : null;
  const isRefused = write !== null && ["25", "26"].includes(codeOf(write));
  if (missing && missing.lanes.length > 0 && known && !isRefused)
    return [keyFinding("credentials_insufficient", "method_not_allowed", null, known.listed, missing.lanes, { right: missing.names })];
  if (!write || !isRefused) return [];
  // The evidence: the same record, read with the same key.
  const same = yield* send("record_with_key", getRequest(CARRIER));
  const pass = same && !["25", "26"].includes(codeOf(same)) ? same : null;
  const lanes = missing && missing.lanes.length > 0 ? missing.lanes : (["tracking_out"] as const);
  return [keyFinding("credentials_insufficient", "method_not_allowed", pass, write, lanes, { right: missing?.names || "order_carriers" })];
}
