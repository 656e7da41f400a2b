import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { KeyFinding } from "@/lib/check/probe/findings";
import { credential, type KeyTest, readOrders, writeTracking } from "@/lib/check/probe/keys/key-test";
import { type Observation, passed } from "@/lib/check/probe/observation";
import { asRecord } from "@/lib/connectors/net/seen-answer";
import { shopifyQuery } from "@/lib/connectors/shopify/probes";

/** Any one of them lets an app write fulfillments. */
const WRITE_SCOPES = [
  "write_merchant_managed_fulfillment_orders",
  "write_assigned_fulfillment_orders",
  "write_third_party_fulfillment_orders",
  "write_fulfillments",
];

/** Scopes of the token as the shop lists them; null when it does not. */
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

/** Access tokens of Shopify: queries alone, what a token may write is read from its own list of scopes. */
export async function testShopifyToken(test: KeyTest): Promise<KeyFinding[]> {
  const token = credential(test, "accessToken");
  if (token === null) return [];
  const send = (rule: AskRule, query: string): Promise<Observation | null> =>
    test.experiment.askAtWorking(rule, shopifyQuery(query, [["X-Shopify-Access-Token", token]]), "key");
  const read = await readOrders(send, "{orders(first:1){nodes{id}}}");
  if (!read?.answer || !passed(read)) return [];
  const { status } = read.answer;
  const finding = (
    code: KeyFinding["code"],
    reason: string | null,
    pass: Observation | null,
    lanes: KeyFinding["lanes"],
    fail = read,
    right = "",
  ): KeyFinding => ({
    code,
    reason,
    evidence: { pass, fail },
    details: right === "" ? {} : { right },
    lanes,
  });
  if (status === 402 || status === 423 || firstCode(read) === "SHOP_INACTIVE") {
    return [finding("api_disabled", "shop_frozen", null, ["orders_in", "tracking_out"])];
  }
  if (status === 401) return [finding("credentials_rejected", "unknown_key", null, ["orders_in", "tracking_out"])];
  if (status === 403 || firstCode(read) === "ACCESS_DENIED") {
    return [finding("credentials_insufficient", "missing_scope", null, ["orders_in"], read, "read_orders")];
  }
  if (status !== 200) return [];
  const listed = await writeTracking(send, "{currentAppInstallation{accessScopes{handle}}}");
  const scopes = readScopes(listed);
  if (!listed || scopes === null || WRITE_SCOPES.some((scope) => scopes.includes(scope))) return [];
  return [
    finding("credentials_insufficient", "missing_scope", read, ["tracking_out"], listed, "write_merchant_managed_fulfillment_orders"),
  ];
}
