import { asRecord } from "@/lib/net/seen-answer";
import type { KeyFinding } from "@/lib/probe/findings";
import { credential, isReplaced, type KeyTest } from "@/lib/probe/keys/test-keys";
import { type Observation, type Purpose, passed } from "@/lib/probe/observation";
import { newMoment, signOAuth1 } from "@/lib/shops/oauth1";
import { getRequest, jsonRequest, type ProbeRequest } from "@/lib/shops/shop-probes";

const ORDERS = "/rest/V1/orders?searchCriteria%5BpageSize%5D=1&fields=total_count";
// A shipment of an order that does not exist: refused for its rights first, then because there is no such order.
const SHIP = "/rest/V1/order/999999999/ship";
/** Needs other rights than orders do: a token that reads one of them is known to the shop. */
const OTHER_RESOURCES = ["/rest/V1/store/storeConfigs", "/rest/V1/shipments?searchCriteria%5BpageSize%5D=1&fields=total_count"];

const isRefused = (observation: Observation | null): boolean => observation?.answer?.status === 401 || observation?.answer?.status === 403;
const messageOf = (observation: Observation | null): string => observation?.reading?.api?.message ?? "";

/** The right that Magento names in its refusal, e.g. `Magento_Sales::ship`. */
const namedRight = (observation: Observation): string => {
  const resources = asRecord(asRecord(observation.answer?.json)?.["parameters"])?.["resources"];
  return typeof resources === "string" ? resources.slice(0, 80) : "";
};

/**
 * Tokens of Magento integrations: signed with all four values where they are given, else as bearer. A refused bearer token looks like none;
 * Magento accepts them only where the shop has switched that on, and says so nowhere.
 */
export async function testMagentoToken(test: KeyTest): Promise<KeyFinding[]> {
  const token = credential(test, "accessToken");
  if (token === null) return [];
  const consumerKey = credential(test, "consumerKey");
  const consumerSecret = credential(test, "consumerSecret");
  const tokenSecret = credential(test, "accessTokenSecret");
  const canSign = consumerKey !== null && consumerSecret !== null && tokenSecret !== null;
  const authorize = (method: string, path: string): string =>
    canSign
      ? signOAuth1(
          { method, url: test.baseUrl + test.experiment.pathOf(path) },
          { consumerKey, consumerSecret, token, tokenSecret },
          newMoment(new Date()),
        )
      : `Bearer ${token}`;
  const send = (purpose: Purpose, request: ProbeRequest, authorization: string): Promise<Observation | null> =>
    test.experiment.askAtWorking(
      purpose,
      { ...request, headers: [...request.headers, ["Authorization", authorization]] },
      "key",
      purpose === "write_tracking" ? "other" : "orders",
      purpose === "write_tracking" ? "other" : "own",
    );

  const read = await send("read_orders", getRequest(ORDERS), authorize("GET", ORDERS));
  if (!read?.answer) return [];
  const insufficient = (reason: string, pass: Observation | null, fail: Observation, lanes: KeyFinding["lanes"]): KeyFinding => ({
    code: "credentials_insufficient",
    reason,
    evidence: { pass, fail },
    details: { right: namedRight(fail) },
    lanes,
  });
  const isShops = (seen: Observation): boolean => Boolean(seen.reading?.api) || isReplaced(test.findings, seen);
  if (read.answer.status === 200) {
    const write = await send("write_tracking", jsonRequest("POST", SHIP), authorize("POST", SHIP));
    if (write && !passed(write)) await test.experiment.askMethodAgain("POST");
    return write && isRefused(write) && isShops(write) ? [insufficient("missing_scope", null, write, ["tracking_out"])] : [];
  }
  if (!isRefused(read) || !isShops(read)) return [];
  const rejected = (reason: string | null): KeyFinding[] => [
    { code: "credentials_rejected", reason, evidence: { pass: null, fail: read }, details: {}, lanes: ["orders_in", "tracking_out"] },
  ];
  if (canSign) {
    if (/timestamp/i.test(messageOf(read))) return rejected("clock_skew");
    if (/consumer having the specified key|consumer key|does not exist|not valid|token.*(?:rejected|invalid)/i.test(messageOf(read)))
      return rejected("unknown_key");
    if (/signature/i.test(messageOf(read))) return rejected("wrong_secret");
  }
  for (const path of OTHER_RESOURCES) {
    const other = await send("contrast_key", getRequest(path), authorize("GET", path));
    if (other?.answer?.status === 200) return [insufficient("cannot_read_orders", other, read, ["orders_in"])];
  }
  if ((await test.header()) === "stripped") return [];
  return rejected(canSign ? null : "bearer_disabled");
}
