import { createHash } from "node:crypto";
import { z } from "zod";
import { FROM_CACHE, isFromCache } from "@/lib/connectors/http/cached-answers";
import { byPost } from "@/lib/connectors/http/method-fallback";
import { readJson } from "@/lib/connectors/http/read-body";
import { failed, failureOfAnswer, shopFailure } from "@/lib/connectors/http/shop-failure";
import { askPatiently } from "@/lib/connectors/http/wait-out-limits";
import { asRecord } from "@/lib/connectors/net/seen-answer";
import type { PrestashopCredentials } from "@/lib/connectors/prestashop/credentials";
import type { JsonRequest, Reply, ShopAccess, ShopAnswer, ShopFailure, ShopRequest } from "@/lib/connectors/shop";

export type PrestashopShop = ShopAccess<PrestashopCredentials>;

export type PrestashopReply =
  | { ok: true; json: unknown; answer: ShopAnswer }
  /** `codes`: PrestaShop's error numbers; empty if it sent none or something else answered. */
  | { ok: false; failure: ShopFailure; codes: readonly number[] };

const errorsSchema = z.object({ errors: z.array(z.object({ code: z.coerce.number() })) });

/** A list that is never empty and that every key with access to orders may read. */
const NEVER_EMPTY_LIST = "/order_states";

const REALM = /realm="Welcome to PrestaShop Webservice/i;

const isSha1Of = (sum: string | undefined, body: string): boolean => sum === createHash("sha1").update(body).digest("hex");

/** Headers that only the webservice sets; 1.7 and 8.2 set them on successes and errors alike, except the body's checksum. */
const isFromWebservice = ({ headers, body }: ShopAnswer): boolean =>
  "psws-version" in headers || /PrestaShop Webservice/i.test(headers["x-powered-by"] ?? "") || isSha1Of(headers["content-sha1"], body);

/** `orders` and `order` for `/orders/7`: the names of a list and of a single record (`addresses`, `order_histories`). */
function namesResource(json: unknown, path: string): boolean {
  const [, resource = ""] = path.split("/");
  const names = [resource, resource.replace(/s$/, ""), resource.replace(/es$/, ""), resource.replace(/ies$/, "y")];
  const [[name, value] = ["", null], ...others] = Object.entries(asRecord(json) ?? {});
  return others.length === 0 && names.includes(name) && typeof value === "object" && value !== null;
}

const readCodes = (answer: ShopAnswer, json: unknown): number[] => {
  const parsed = errorsSchema.safeParse(json);
  if (parsed.success) return parsed.data.errors.map(({ code }) => code);
  return [...answer.body.slice(0, 65_536).matchAll(/<code>\s*(?:<!\[CDATA\[)?(\d+)/g)].map((found) => Number(found[1]));
};

const failureCode = (status: number, codes: readonly number[]): ShopFailure["code"] => {
  if (codes.includes(22)) return "api_not_found";
  if (codes.some((code) => [17, 18, 20].includes(code))) return "credentials_rejected";
  // 21 accompanies 20 for unknown keys and those switched off; alone, it means a key without any permission.
  if (codes.some((code) => [21, 25, 26, 132].includes(code))) return "credentials_insufficient";
  return status >= 500 ? "server_error" : "invalid_response";
};

const failing = (failure: ShopFailure, codes: readonly number[] = []): PrestashopReply & { ok: false } => ({ ok: false, failure, codes });

function readRefusal(answer: ShopAnswer, json: unknown): PrestashopReply & { ok: false } {
  const codes = readCodes(answer, json);
  const fromWebservice = isFromWebservice(answer) || codes.length > 0;
  if (answer.status === 401 && REALM.test(answer.headers["www-authenticate"] ?? "") && codes.length === 0) {
    // PrestaShop answers like this only without a key: ours was lost on the way.
    return failing(shopFailure("credentials_rejected", "the key did not arrive: the Authorization header is removed", answer));
  }
  if (!fromWebservice) return failing(failureOfAnswer(answer), codes);
  const detail = `HTTP ${answer.status}, webservice code ${codes.join(", ") || "none"}`;
  return failing(shopFailure(failureCode(answer.status, codes), detail, answer), codes);
}

interface PrestashopRequest extends Omit<JsonRequest, "body"> {
  query?: Readonly<Record<string, string>>;
  xml?: string;
}

/**
 * One request to PrestaShop's webservice; `path` is below `/api`. Responses are JSON, bodies can only be XML. If the server refuses PUT, PATCH
 * or DELETE before the shop sees it, the request is repeated as POST with `ps_method`. With the fallback switched on, it is sent only that
 * way, so that no server rule counts refusals.
 */
export const askPrestashop = (shop: PrestashopShop, request: PrestashopRequest): Promise<PrestashopReply> =>
  askPatiently(shop.client, request.method ?? "GET", () => askOnce(shop, request));

async function askOnce(shop: PrestashopShop, request: PrestashopRequest): Promise<PrestashopReply> {
  const { client, credentials } = shop;
  const method = request.method ?? "GET";
  const asked = { method, path: `/api${request.path}?${new URLSearchParams({ output_format: "JSON", ...request.query })}` };
  const send = (sent: Pick<ShopRequest, "method" | "path">) =>
    client.send({
      ...sent,
      headers: {
        accept: "application/json",
        "cache-control": "no-cache",
        authorization: `Basic ${Buffer.from(`${credentials.key}:`).toString("base64")}`,
        ...(request.xml === undefined ? {} : { "content-type": "text/xml; charset=utf-8" }),
      },
      ...(request.xml === undefined ? {} : { body: request.xml }),
      ...(request.isShort ? { isShort: true } : {}),
    });

  /** If the server strips the headers, an empty list does not show who answered, so a list that is never empty must be readable too. */
  const isTrulyEmpty = async (json: unknown): Promise<boolean> =>
    Array.isArray(json) &&
    json.length === 0 &&
    request.path !== NEVER_EMPTY_LIST &&
    (await askPrestashop(shop, { path: NEVER_EMPTY_LIST, query: { display: "[id]", limit: "1" } })).ok;

  const read = async (sent: Awaited<ReturnType<typeof send>>): Promise<PrestashopReply> => {
    if (!sent.ok) return failing(sent.failure);
    const { answer } = sent;
    const json = readJson(answer.body);
    // PHP can only send status 200 once a plugin has printed output.
    if (answer.status < 200 || answer.status >= 300 || errorsSchema.safeParse(json).success) return readRefusal(answer, json);
    // Also rejects caches and other pages with status 200: only the webservice answers like this.
    if (json === undefined || !(isFromWebservice(answer) || namesResource(json, request.path) || (await isTrulyEmpty(json))))
      return failing(failureOfAnswer(answer));
    if (method === "GET" && isFromCache(answer)) return failing(shopFailure("invalid_response", FROM_CACHE, answer));
    return { ok: true, json, answer };
  };

  const asPost = byPost("prestashop", method, asked.path);
  if (asPost && client.overridesMethods) return read(await send(asPost));
  const reply = await read(await send(asked));
  if (asPost && !reply.ok && reply.failure.code === "blocked") return read(await send(asPost));
  return reply;
}

/** The rows of a resource that a query finds. */
export async function askForList(
  shop: PrestashopShop,
  resource: string,
  query: Readonly<Record<string, string>>,
  isShort = false,
): Promise<Reply<{ rows: unknown[]; clockSkewMs: number | null }>> {
  const reply = await askPrestashop(shop, { path: `/${resource}`, query, isShort });
  if (!reply.ok) return reply;
  const rows = readList(reply.json, resource);
  return rows
    ? { ok: true, rows, clockSkewMs: reply.answer.clockSkewMs }
    : failed("invalid_response", `${resource} are not a list`, reply.answer);
}

/** A list, which PrestaShop writes as `[]` if empty and otherwise as `{"<resource>": [...]}`; null for anything else. */
export function readList(json: unknown, resource: string): unknown[] | null {
  if (Array.isArray(json)) return json.length === 0 ? [] : null;
  const parsed = z.record(z.string(), z.unknown()).safeParse(json);
  const list = parsed.success ? parsed.data[resource] : undefined;
  return Array.isArray(list) ? list : null;
}
