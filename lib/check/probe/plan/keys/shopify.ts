import type { KeyFinding } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { KeyTest } from "@/lib/check/probe/plan/keys/key-requests";
import { credential, keyFinding, readOrders, type Send, writeTracking } from "@/lib/check/probe/plan/keys/key-test";
import type { Plan } from "@/lib/check/probe/plan/step";
import { asRecord } from "@/lib/connectors/net/seen-answer";
import { shopifyQuery } from "@/lib/connectors/shopify/probes";

/** Any one of them allows writing fulfillments. */
const WRITE_SCOPES = [
  "write_merchant_managed_fulfillment_orders",
  "write_assigned_fulfillment_orders",
  "write_third_party_fulfillment_orders",
  "write_fulfillments",
];

function readScopes(observation: Observation | null): string[] | null {
  const data = asRecord(asRecord(observation?.answer?.json)?.["data"]);
  const scopes = asRecord(data?.["currentAppInstallation"])?.["accessScopes"];
  if (!Array.isArray(scopes)) return null;
  return scopes.flatMap((scope) => {
    const handle = asRecord(scope)?.["handle"];
    return typeof handle === "string" ? [handle] : [];
  });
}

const firstCode = (observation: Observation): string => {
  const errors = asRecord(observation.answer?.json)?.["errors"];
  const [first] = Array.isArray(errors) ? errors : [];
  const code = asRecord(asRecord(first)?.["extensions"])?.["code"];
  return typeof code === "string" ? code : "";
};

/** Sends only queries: the token's list of scopes shows what it may write. */
export function* testShopifyToken(test: KeyTest): Plan<KeyFinding[]> {
  const token = credential(test, "accessToken");
  if (token === null) return [];
  const send: Send = (rule, request) => test.requests.sendBesideMatrix(rule, request, "key");
  const query = (text: string) => shopifyQuery(text, [["X-Shopify-Access-Token", token]]);
  const read = yield* readOrders(send, query("{orders(first:1){nodes{id}}}"));
  if (!read?.answer || !passed(read)) return [];
  const { status } = read.answer;
  if (status === 402 || status === 423 || firstCode(read) === "SHOP_INACTIVE") {
    return [keyFinding("api_disabled", "shop_frozen", null, read)];
  }
  if (status === 401) return [keyFinding("credentials_rejected", "unknown_key", null, read)];
  if (status === 403 || firstCode(read) === "ACCESS_DENIED") {
    return [keyFinding("credentials_insufficient", "missing_scope", null, read, ["orders_in"], { right: "read_orders" })];
  }
  if (status !== 200) return [];
  const listed = yield* writeTracking(send, query("{currentAppInstallation{accessScopes{handle}}}"));
  const scopes = readScopes(listed);
  if (!listed || scopes === null || WRITE_SCOPES.some((scope) => scopes.includes(scope))) return [];
  const right = "write_merchant_managed_fulfillment_orders";
  return [keyFinding("credentials_insufficient", "missing_scope", read, listed, ["tracking_out"], { right })];
}
