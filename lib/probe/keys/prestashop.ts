import { headerOf } from "@/lib/net/seen-answer";
import type { KeyFinding } from "@/lib/probe/findings";
import { credential, isReplaced, type KeyTest } from "@/lib/probe/keys/test-keys";
import { type Observation, type Purpose, passed } from "@/lib/probe/observation";
import { API_HEADERS, getRequest, type ProbeRequest } from "@/lib/shops/shop-probes";

const ORDERS = "/api/orders?limit=1&output_format=JSON";
const CARRIER = "/api/order_carriers/999999999";
// Without an id in it: the id in the body wins over the one in the path, and a record without one cannot be found.
const EMPTY_CARRIER = "<prestashop><order_carrier></order_carrier></prestashop>";

const codeOf = (observation: Observation | null): string => observation?.reading?.api?.code ?? "";

const writeRequest = (method: "PATCH" | "PUT", body: string): ProbeRequest => ({
  method,
  path: CARRIER,
  headers: [...API_HEADERS, ["Content-Type", "text/xml"]],
  body,
});

/** Keys of PrestaShop's webservice: 32 characters as Basic user name. Codes of its errors as measured on 8.2 and 1.7. */
export async function testPrestashopKey(test: KeyTest): Promise<KeyFinding[]> {
  const key = credential(test, "key", "apiKey");
  if (key === null) return [];
  const authorization = `Basic ${Buffer.from(`${key}:`).toString("base64")}`;
  const send = (purpose: Purpose, request: ProbeRequest): Promise<Observation | null> =>
    test.experiment.askAtWorking(
      purpose,
      { ...request, headers: [...request.headers, ["Authorization", authorization]] },
      "key",
      purpose === "write_tracking" ? "other" : "orders",
      purpose === "write_tracking" ? "other" : "own",
    );
  const read = await send("read_orders", getRequest(ORDERS));
  const isUnsaid = read !== null && isReplaced(test.findings, read);
  if (!read?.answer || (!read.reading?.api && !isUnsaid)) return [];
  const finding = (
    code: KeyFinding["code"],
    reason: string | null,
    pass: Observation | null,
    fail: Observation,
    lanes: KeyFinding["lanes"],
    right = "",
  ): KeyFinding => ({
    code,
    reason,
    evidence: { pass, fail },
    details: right === "" ? {} : { right },
    lanes,
  });
  if (read.answer.status === 200) {
    // PrestaShop before 8 knows no PATCH and is written to by PUT; an empty document stores nothing. A proxy may have taken its version away.
    const isOld = /^1\./.test(headerOf(read.answer, "psws-version"));
    let write = isOld ? null : await send("write_tracking", writeRequest("PATCH", EMPTY_CARRIER));
    if (isOld || codeOf(write) === "23") write = await send("write_tracking", writeRequest("PUT", "<prestashop></prestashop>"));
    if (write && !passed(write)) await test.experiment.askMethodAgain(write.question.request.method);
    const refused = write !== null && ["25", "26"].includes(codeOf(write));
    if (!write || !refused) return [];
    // The same record read with the same key: only the method differs. Without the right to read it nothing can be compared.
    const same = await send("write_tracking", getRequest(CARRIER));
    const pass = same && !["25", "26"].includes(codeOf(same)) ? same : null;
    return [finding("credentials_insufficient", "method_not_allowed", pass, write, ["tracking_out"], "order_carriers")];
  }
  const both = ["orders_in", "tracking_out"] as const;
  switch (codeOf(read)) {
    case "22":
      return [finding("api_disabled", "webservice_disabled", null, read, both)];
    case "26":
    case "132":
      return [finding("credentials_insufficient", "cannot_read_orders", null, read, ["orders_in"], "orders")];
    case "25":
    case "101":
      return [finding("credentials_insufficient", "method_not_allowed", null, read, ["orders_in"], "orders")];
    case "20":
      return [finding("credentials_rejected", "key_inactive", null, read, both)];
    case "17":
    case "18":
    case "21":
      return [finding("credentials_rejected", "unknown_key", null, read, both)];
    default:
      break;
  }
  if (read.answer.status !== 401 || (await test.header()) === "stripped") return [];
  const inQuery = await test.experiment.askAtWorking("contrast_key", getRequest(`${ORDERS}&ws_key=${encodeURIComponent(key)}`), "key");
  // A key that arrives never gets the invitation to send one: the header was lost on its way.
  if (inQuery?.answer?.status === 200) return [finding("authorization_header_stripped", null, inQuery, read, both)];
  return [finding("credentials_rejected", null, null, read, both)];
}
