import { execute, type GraphQLError, parse, validate } from "graphql";
import { type FakeAnswer, type FakeRequest, jsonAnswer } from "@/lib/testing/fake-shops/answer";
import type { FakeShopSystem, ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import { CostBucket, estimateCost } from "@/lib/testing/fake-shops/shopify/bucket";
import { ShopifyGrants, type ShopifyToken } from "@/lib/testing/fake-shops/shopify/grants";
import { answerOAuth } from "@/lib/testing/fake-shops/shopify/oauth";
import { makeRoot } from "@/lib/testing/fake-shops/shopify/resolvers";
import { SHOPIFY_SCHEMA } from "@/lib/testing/fake-shops/shopify/schema";

// Shopify's Admin API as documented, without a recording of a real shop.

const OLDEST_VERSION = "2026-01";
const NEWEST_VERSION = "2026-10";
const API = /^\/admin\/api\/(\d{4}-\d{2}|unstable)\/(graphql|shop)\.json$/;

const headersOf = (version: string): [string, string][] => [
  ["Server", "cloudflare"],
  ["X-Shopify-API-Version", version],
  ["X-Request-Id", "6f1f2b0c-51a7-4c57-a2f4-7f6a8f3d9e21-1795562802"],
  ["X-ShopId", "70123456789"],
  ["X-Content-Type-Options", "nosniff"],
  ["Content-Type", "application/json; charset=utf-8"],
];

const writeErrors = (errors: readonly GraphQLError[]): unknown =>
  errors.map((error) => ({
    message: error.message,
    ...(error.locations ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
    extensions: {
      code: "undefinedField",
      ...error.extensions,
      ...Object(error.originalError && "extensions" in error.originalError ? error.originalError.extensions : {}),
    },
  }));

function readBody(text: string): { query: string; variables: Record<string, unknown> } | null {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null || !("query" in body) || typeof body.query !== "string") return null;
    return { query: body.query, variables: "variables" in body ? Object(body.variables) : {} };
  } catch {
    return null;
  }
}

function answerGraph(
  request: FakeRequest,
  shop: ShopContext<ShopifyToken>,
  token: ShopifyToken,
  bucket: CostBucket,
  headers: [string, string][],
): FakeAnswer {
  const body = readBody(request.body);
  if (!body) return jsonAnswer(400, { errors: { query: "Required parameter missing or invalid" } }, headers);
  let document: ReturnType<typeof parse>;
  try {
    document = parse(body.query);
  } catch (error) {
    return jsonAnswer(
      200,
      { errors: [{ message: error instanceof Error ? error.message : "syntax error", extensions: { code: "parseError" } }] },
      headers,
    );
  }
  const wrong = validate(SHOPIFY_SCHEMA, document);
  if (wrong.length > 0) return jsonAnswer(200, { errors: writeErrors(wrong) }, headers);
  const cost = estimateCost(document, body.variables);
  if (!bucket.take(cost, Date.now()))
    return jsonAnswer(
      200,
      {
        errors: [{ message: "Throttled", extensions: { code: "THROTTLED", documentation: "https://shopify.dev/api/usage/rate-limits" } }],
        extensions: { cost: bucket.describe(cost, null) },
      },
      headers,
    );
  const result = execute({
    schema: SHOPIFY_SCHEMA,
    document,
    rootValue: makeRoot(shop, token, request.origin),
    variableValues: body.variables,
  });
  if (result instanceof Promise) throw new Error("fake Shopify: resolvers must not wait");
  return jsonAnswer(
    200,
    {
      ...(result.data === undefined ? {} : { data: result.data }),
      ...(result.errors ? { errors: writeErrors(result.errors) } : {}),
      extensions: { cost: bucket.describe(cost, cost) },
    },
    headers,
  );
}

export const shopify: FakeShopSystem<ShopifyToken> = {
  version: "2026-10",
  makeHandler() {
    let bucket: CostBucket | undefined;
    const ownGrants = new ShopifyGrants();
    return (request, shop) => {
      const { shopifyGrants: grants = ownGrants, oldestVersion = OLDEST_VERSION } = shop.behaviour;
      const given = answerOAuth(request, shop, grants);
      if (given) return given;
      const found = API.exec(request.path);
      if (!found)
        return {
          status: 404,
          headers: [
            ["Server", "cloudflare"],
            ["X-ShopId", "70123456789"],
            ["Content-Type", "text/html; charset=utf-8"],
          ],
          body: "<!DOCTYPE html><html><head><title>404 Not Found</title></head><body></body></html>",
        };
      const [, asked = "", kind] = found;
      // A version no longer served falls forward to the oldest one that is.
      const isServed = asked >= oldestVersion;
      const version = isServed ? asked : oldestVersion;
      const headers = headersOf(version);
      if (shop.behaviour.apiDisabled) return jsonAnswer(402, { errors: "Unavailable Shop" }, headers);
      if (version > NEWEST_VERSION && version > oldestVersion) return jsonAnswer(404, { errors: "Not Found" }, headers);
      const tokens = [...shop.keys, ...grants.live(shop.store.now().getTime())];
      const token = tokens.find(({ accessToken }) => accessToken === request.headers["x-shopify-access-token"]);
      if (!token)
        return jsonAnswer(401, { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" }, headers);
      if (kind === "shop")
        return request.method === "GET"
          ? jsonAnswer(
              200,
              { shop: { id: 70_123_456_789, name: shop.name, currency: shop.currency, iana_timezone: shop.timeZone, plan_name: "basic" } },
              headers,
            )
          : jsonAnswer(404, { errors: "Not Found" }, headers);
      if (request.method !== "POST") return jsonAnswer(404, { errors: "Not Found" }, headers);
      const { capacity, restorePerSecond } = shop.behaviour.graphBucket ?? { capacity: 2000, restorePerSecond: 100 };
      if (!bucket || bucket.maximum !== capacity) bucket = new CostBucket(capacity, restorePerSecond, Date.now());
      return answerGraph(request, shop, token, bucket, headers);
    };
  },
};
