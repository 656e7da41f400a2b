import { createHmac } from "node:crypto";
import { type FakeAnswer, type FakeRequest, jsonAnswer } from "@/lib/testing/fake-shops/answer";
import type { ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import type { Granted, ShopifyGrants, ShopifyToken } from "@/lib/testing/fake-shops/shopify/grants";

// How apps obtain tokens according to shopify.dev: authorization code grant with expiring offline tokens, and client credentials grant.

interface ShopifyApp {
  clientId: string;
  /** Newest first; Shopify signs with the oldest one not revoked, and accepts all. */
  secrets: readonly string[];
}

const refusal = (status: number, error: string): FakeAnswer =>
  jsonAnswer(status, { error, error_description: error.replaceAll("_", " ") }, [["Content-Type", "application/json; charset=utf-8"]]);

const success = (value: object): FakeAnswer => jsonAnswer(200, value, [["Content-Type", "application/json; charset=utf-8"]]);

/** Signs the query of a redirect. */
export function signQuery(secret: string, parameters: Readonly<Record<string, string>>): URLSearchParams {
  const query = new URLSearchParams(Object.entries(parameters).sort(([one], [other]) => (one < other ? -1 : 1)));
  query.set("hmac", createHmac("sha256", secret).update(query.toString()).digest("hex"));
  return query;
}

function answerToken(request: FakeRequest, app: ShopifyApp | undefined, grants: ShopifyGrants, now: number): FakeAnswer {
  const form = new URLSearchParams(request.body);
  const isApp = app?.clientId === form.get("client_id") && app.secrets.includes(form.get("client_secret") ?? "");
  if (!isApp) return refusal(401, "invalid_client");
  if (form.get("grant_type") === "client_credentials") {
    grants.counts.client_credentials += 1;
    const { accessToken } = grants.client(now);
    return success({ access_token: accessToken, scope: "read_orders", expires_in: 86_399 });
  }
  if (form.get("grant_type") === "refresh_token") {
    const renewed = grants.refresh(form.get("refresh_token") ?? "", now);
    if (!renewed) return refusal(400, "invalid_grant");
    grants.counts.refresh_token += 1;
    return success(written(renewed));
  }
  const scopes = grants.takeCode(form.get("code") ?? "");
  if (!scopes) return refusal(400, "invalid_request");
  // Public apps created since 1 April 2026 get only expiring tokens.
  if (form.get("expiring") !== "1") return refusal(403, "non_expiring_token_not_permitted");
  grants.counts.authorization_code += 1;
  return success(written(grants.offline(scopes, now)));
}

const written = ({ accessToken, scopes, refreshToken }: Granted): object => ({
  access_token: accessToken,
  scope: scopes?.join(",") ?? "",
  expires_in: 3600,
  refresh_token: refreshToken,
  refresh_token_expires_in: 90 * 86_400,
});

/** Consent and tokens below `/admin/oauth`; null for other paths. */
export function answerOAuth(request: FakeRequest, shop: ShopContext<ShopifyToken>, grants: ShopifyGrants): FakeAnswer | null {
  const { shopifyApp: app, refusedScopes = [] } = shop.behaviour;
  const now = shop.store.now().getTime();
  if (request.path === "/admin/oauth/access_token") return answerToken(request, app, grants, now);
  if (request.path !== "/admin/oauth/authorize" && request.path !== "/admin/oauth/granted") return null;
  const { query } = request;
  const page = (body: string): FakeAnswer => ({ status: 200, headers: [["Content-Type", "text/html; charset=utf-8"]], body });
  if (!app || query.get("client_id") !== app.clientId) return page("Oauth error invalid_request: Could not find Shopify API application");
  if (request.path === "/admin/oauth/authorize")
    return page(`<h1>Install app</h1><a href="/admin/oauth/granted?${query.toString().replaceAll("&", "&amp;")}">Install</a>`);
  // An implied scope is granted with the wider one, but only the wider one is listed.
  const wanted = (query.get("scope") ?? "").split(",").filter((scope) => !refusedScopes.includes(scope));
  const scopes = wanted.filter((scope) => !wanted.includes(scope.replace("read_", "write_")) || scope.startsWith("write_"));
  const back = signQuery(app.secrets.at(-1) ?? "", {
    code: grants.makeCode(scopes),
    host: "YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvdGVzdA",
    shop: new URL(request.origin).host,
    state: query.get("state") ?? "",
    timestamp: String(Math.floor(now / 1000)),
  });
  return { status: 302, headers: [["Location", `${query.get("redirect_uri")}?${back}`]], body: "" };
}
