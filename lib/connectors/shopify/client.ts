import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { ownValue } from "@/lib/base/own-value";
import { SECOND_MS } from "@/lib/base/units";
import { readJson } from "@/lib/connectors/http/read-body";
import { failed, failureOfAnswer, shopFailure } from "@/lib/connectors/http/shop-failure";
import { askPatiently } from "@/lib/connectors/http/wait-out-limits";
import type { ShopAccess, ShopAnswer, ShopFailure } from "@/lib/connectors/shop";
import type { ShopifyCredentials } from "@/lib/connectors/shopify/credentials";
import { costSchema, notePoints, waitForBucket, waitForPoints } from "@/lib/connectors/shopify/points";
import { adminPath } from "@/lib/connectors/shopify/queries";

export type ShopifyShop = ShopAccess<ShopifyCredentials>;

export type GraphReply<Data> =
  | { ok: true; data: Data; answer: ShopAnswer }
  /** `graphCode`: Shopify's own error code; null if something else answered. */
  | { ok: false; failure: ShopFailure; graphCode: string | null };

const bodySchema = z.object({
  data: z.unknown().optional(),
  errors: z
    .union([z.string(), z.array(z.object({ extensions: z.object({ code: z.string() }).nullish() }))])
    .nullish()
    .catch("unreadable errors"),
  extensions: z.object({ cost: costSchema.nullish().catch(null) }).nullish(),
});

type Body = z.infer<typeof bodySchema>;

/** Longest wait for points within one call; a longer one is returned as `rate_limited`. */
const MAX_WAIT_MS = 10_000;
const MAX_TRIES = 6;

const statusCode = (status: number): ShopFailure["code"] | null => {
  if (status === 401) return "credentials_rejected";
  if (status === 403) return "credentials_insufficient";
  if (status === 404) return "api_not_found";
  // 402: frozen for unpaid bills; 423: locked; 430: refused by Shopify's security. The shop exists but admits no app.
  return status === 402 || status === 423 || status === 430 ? "blocked" : null;
};

const CODES: Readonly<Record<string, ShopFailure["code"]>> = {
  ACCESS_DENIED: "credentials_insufficient",
  SHOP_INACTIVE: "blocked",
  INTERNAL_SERVER_ERROR: "server_error",
  THROTTLED: "rate_limited",
};

const codeOf = (body: Body): string | null => {
  const { errors } = body;
  if (typeof errors === "string") return "ERROR";
  return errors && errors.length > 0 ? (errors.find(({ extensions }) => extensions?.code)?.extensions?.code ?? "ERROR") : null;
};

/** Waits for points first. A query that costs more than the bucket holds fails with `graphCode` MAX_COST_EXCEEDED: request less. */
export const askShopify = <Data>(shop: ShopifyShop, request: GraphRequest, schema: z.ZodType<Data>): Promise<GraphReply<Data>> =>
  // A query is a read, whatever HTTP method carries it.
  askPatiently(shop.client, request.query.startsWith("mutation") ? "POST" : "GET", () => askOnce(shop, request, schema));

interface GraphRequest {
  query: string;
  variables?: Readonly<Record<string, unknown>>;
}

const throttled = (waitMs: number, answer?: ShopAnswer): { ok: false; failure: ShopFailure; graphCode: string } => {
  const failure = { ...shopFailure("rate_limited", "THROTTLED", answer), retryAfterSeconds: Math.ceil(waitMs / SECOND_MS) };
  return { ok: false, failure, graphCode: "THROTTLED" };
};

async function askOnce<Data>(
  { client, credentials }: ShopifyShop,
  request: GraphRequest,
  schema: z.ZodType<Data>,
): Promise<GraphReply<Data>> {
  const kind = `${request.query} ${String(request.variables?.["first"] ?? "")}`;
  for (let tries = 1; ; tries += 1) {
    const bucketMs = waitForBucket(client, kind);
    if (bucketMs > MAX_WAIT_MS) return throttled(bucketMs);
    if (bucketMs > 0) await wait(bucketMs);
    const sent = await client.send({
      method: "POST",
      path: adminPath("graphql"),
      headers: { accept: "application/json", "content-type": "application/json", "x-shopify-access-token": credentials.accessToken ?? "" },
      body: JSON.stringify({ query: request.query, variables: request.variables ?? {} }),
    });
    if (!sent.ok) return { ok: false, failure: sent.failure, graphCode: null };
    const { answer } = sent;
    const body = bodySchema.safeParse(readJson(answer.body));
    if (answer.status !== 200 || !body.success) {
      const code = body.success ? statusCode(answer.status) : null;
      return { ok: false, failure: code ? shopFailure(code, `HTTP ${answer.status}`, answer) : failureOfAnswer(answer), graphCode: null };
    }
    notePoints(client, kind, body.data.extensions?.cost);
    const graphCode = codeOf(body.data);
    if (graphCode === null) {
      const data = schema.safeParse(body.data.data);
      return data.success
        ? { ok: true, data: data.data, answer }
        : { ...failed("invalid_response", "the data does not have the asked shape", answer), graphCode: null };
    }
    if (graphCode === "THROTTLED") {
      const waitMs = waitForPoints(body.data.extensions?.cost);
      if (waitMs === null)
        return { ...failed("rate_limited", "the query costs more than the bucket holds", answer), graphCode: "MAX_COST_EXCEEDED" };
      if (waitMs > MAX_WAIT_MS || tries >= MAX_TRIES) return throttled(waitMs, answer);
      await wait(waitMs);
      continue;
    }
    return { ok: false, failure: shopFailure(ownValue(CODES, graphCode) ?? "invalid_response", graphCode.slice(0, 80), answer), graphCode };
  }
}
