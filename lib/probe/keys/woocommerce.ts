import { SIGNED_ADDRESS } from "@/lib/checks/passed-by";
import type { KeyFinding } from "@/lib/probe/findings";
import { credential, isReplaced, type KeyTest } from "@/lib/probe/keys/test-keys";
import { type Observation, type Purpose, passed } from "@/lib/probe/observation";
import { newMoment, putIntoAddress, signOAuth1 } from "@/lib/shops/oauth1";
import { getRequest, jsonRequest, type ProbeRequest } from "@/lib/shops/shop-probes";
import { IMPOSSIBLE_ID } from "@/lib/shops/woocommerce/probes";

const ORDERS = "/wp-json/wc/v3/orders?per_page=1&_fields=id";
const RESOURCE = `/wp-json/wc/v3/orders/${IMPOSSIBLE_ID}`;
const BOTH = ["orders_in", "tracking_out"] as const;
/** What strangers are told. A signature that arrives is never answered like this, not even a wrong one. */
const CANNOT_VIEW = "woocommerce_rest_cannot_view";

const codeOf = (observation: Observation | null): string => observation?.reading?.api?.code ?? "";
const messageOf = (observation: Observation | null): string => observation?.reading?.api?.message ?? "";
const isAuthenticationError = (observation: Observation | null): boolean =>
  codeOf(observation).startsWith("woocommerce_rest_authentication");
const lacksRight = (observation: Observation | null): boolean =>
  isAuthenticationError(observation) && /permission/i.test(messageOf(observation));

/** How far the shop's clock is from ours, by the Date header. */
function skewMs(observation: Observation): number {
  const date = observation.answer?.headers.find(([name]) => name === "date")?.[1];
  const theirs = Date.parse(date ?? "");
  return Number.isNaN(theirs) ? 0 : theirs - Date.parse(observation.probe.at);
}

/** WooCommerce remembers nonces for 15 minutes and refuses older signatures. */
const MAX_SKEW_MS = 15 * 60_000;

/**
 * Keys of WooCommerce. Over https they go as Basic, over http as OAuth 1.0a, as the connector sends them. A 401 `cannot_view` has several
 * causes that look alike; a signature made for http tells them apart: WooCommerce takes signatures on any scheme, and this one is right
 * only for a shop that believes in http.
 */
export async function testWooKey(test: KeyTest): Promise<KeyFinding[]> {
  const key = credential(test, "consumerKey");
  const secret = credential(test, "consumerSecret");
  if (key === null || secret === null) return [];
  const isSecure = test.baseUrl.startsWith("https:");
  const basic = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
  const sign = (method: string, path: string, base: string): string =>
    signOAuth1({ method, url: base + test.experiment.pathOf(path) }, { consumerKey: key, consumerSecret: secret }, newMoment(new Date()));
  let isInAddress = false;
  const send: Send = (purpose, request, authorization) =>
    test.experiment.askAtWorking(
      purpose,
      carrying(request, authorization, isInAddress),
      "key",
      request.path === RESOURCE ? "resource" : "orders",
      request.path === RESOURCE ? "other" : "own",
    );
  const ownUrl = test.findings.working ? (test.findings.matrix.get(test.findings.working)?.reading?.api?.ownUrl ?? null) : null;
  // As lib/shops/woocommerce/own-address.ts does.
  const signedBase = (ownUrl ?? test.baseUrl).replace(/^https:/, "http:").replace(/\/+$/, "");
  const authorize = (method: string, path: string): string => (isSecure ? basic : sign(method, path, signedBase));

  const read = await send("read_orders", getRequest(ORDERS), authorize("GET", ORDERS));
  if (!read?.answer) return [];
  const inUse: WooKeyInUse = { test, send, sign, authorize, isSecure, ownUrl, signedBase };
  if (isSecure || codeOf(read) !== CANNOT_VIEW) return judge(read, inUse);
  // As lib/shops/woocommerce/client.ts does.
  isInAddress = true;
  const again = await send("contrast_key", getRequest(ORDERS), authorize("GET", ORDERS));
  isInAddress = again?.reading?.api != null && codeOf(again) !== CANNOT_VIEW;
  if (!again || !isInAddress) return judge(read, inUse);
  const lost = finding("authorization_header_stripped", null, again, read);
  return [{ ...lost, details: { passedBy: SIGNED_ADDRESS } }, ...(await judge(again, inUse))];
}

type Send = (purpose: Purpose, request: ProbeRequest, authorization: string | null) => Promise<Observation | null>;

function carrying(request: ProbeRequest, authorization: string | null, inAddress: boolean): ProbeRequest {
  if (authorization === null) return request;
  if (inAddress) return { ...request, path: putIntoAddress(request.path, authorization) };
  return { ...request, headers: [...request.headers, ["Authorization", authorization]] };
}

interface WooKeyInUse {
  test: KeyTest;
  send: Send;
  sign(method: string, path: string, base: string): string;
  authorize(method: string, path: string): string;
  isSecure: boolean;
  /** The address that WordPress has for itself. */
  ownUrl: string | null;
  /** What signatures over http are made for. */
  signedBase: string;
}

const finding = (
  code: KeyFinding["code"],
  reason: string | null,
  pass: Observation | null,
  fail: Observation,
  lanes: KeyFinding["lanes"] = BOTH,
): KeyFinding => ({ code, reason, evidence: { pass, fail }, details: {}, lanes });

/** What the answer to the reading of orders says about the key. */
async function judge(read: Observation, { test, send, sign, authorize, isSecure, ownUrl, signedBase }: WooKeyInUse): Promise<KeyFinding[]> {
  const status = read.answer?.status ?? 0;
  if (status === 200) {
    const write = await send("write_tracking", jsonRequest("POST", RESOURCE), authorize("POST", RESOURCE));
    if (write && !passed(write)) await test.experiment.askMethodAgain("POST");
    const isShops = write?.reading?.api || (write && isReplaced(test.findings, write));
    if (write?.answer && (write.answer.status === 401 || write.answer.status === 403) && isShops) {
      // The same address read with the same key: the two differ in the method alone.
      const same = await send("contrast_key", getRequest(RESOURCE), authorize("GET", RESOURCE));
      const pass = same?.answer && same.answer.status !== 401 && same.answer.status !== 403 ? same : null;
      return [{ ...finding("credentials_insufficient", "read_only", pass, write, ["tracking_out"]), details: { right: "write" } }];
    }
    return [];
  }
  if (isReplaced(test.findings, read)) {
    // The shop's words are lost. A signature in the address arrives where a header may not, and is no secret.
    const base = isSecure ? test.baseUrl : signedBase;
    const signed = await send("contrast_key", getRequest(putIntoAddress(ORDERS, sign("GET", ORDERS, base))), null);
    if (signed?.answer?.status === 200) return [finding("authorization_header_stripped", null, signed, read)];
    const asHttp = isSecure ? await send("contrast_key", getRequest(ORDERS), sign("GET", ORDERS, base.replace(/^https:/, "http:"))) : null;
    if (asHttp?.answer?.status === 200) return [finding("credentials_rejected", "http_scheme_unknown", asHttp, read)];
    return [finding("credentials_rejected", null, null, read)];
  }
  if (!read.reading?.api) return [];
  if (lacksRight(read))
    return [{ ...finding("credentials_insufficient", "cannot_read_orders", null, read, ["orders_in"]), details: { right: "read" } }];
  if (status === 403) return [{ ...finding("credentials_insufficient", "cannot_read_orders", null, read), details: { right: "read" } }];
  if (status !== 401) return [];
  if (isAuthenticationError(read)) {
    if (/timestamp/i.test(messageOf(read)) || Math.abs(skewMs(read)) > MAX_SKEW_MS) {
      return [{ ...finding("credentials_rejected", "clock_skew", null, read), details: { seconds: Math.round(skewMs(read) / 1000) } }];
    }
    const isUnknown = /consumer key is invalid/i.test(messageOf(read));
    return [finding("credentials_rejected", isUnknown ? "unknown_key" : "wrong_secret", null, read)];
  }
  if ((await test.header()) === "stripped") return [];
  if (!isSecure) {
    return [finding("credentials_rejected", ownUrl?.startsWith("https:") ? "http_address" : null, null, read)];
  }
  const asHttp = test.baseUrl.replace(/^https:/, "http:");
  const signed = await send("contrast_key", getRequest(ORDERS), sign("GET", ORDERS, asHttp));
  if (signed?.answer?.status === 200) return [finding("credentials_rejected", "http_scheme_unknown", signed, read)];
  if (signed && /consumer key is invalid/i.test(messageOf(signed))) return [finding("credentials_rejected", "unknown_key", null, read)];
  // The key is known: over https a wrong secret would have been named, so Basic was not looked at.
  if (isAuthenticationError(signed)) return [finding("credentials_rejected", "http_scheme_unknown", null, read)];
  return [finding("credentials_rejected", null, null, read)];
}
