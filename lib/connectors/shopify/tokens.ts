import { z } from "zod";
import { ok } from "@/lib/base/result";
import { SECOND_MS } from "@/lib/base/units";
import { readJson } from "@/lib/connectors/http/read-body";
import { failed, failureOfAnswer, shopFailure } from "@/lib/connectors/http/shop-failure";
import type { KeyRenewal, ShopClient, ShopResult } from "@/lib/connectors/shop";
import { type ShopifyApp, shopifyApp } from "@/lib/connectors/shopify/app";
import type { ShopifyCredentials } from "@/lib/connectors/shopify/credentials";

// Access tokens that expire (shopify.dev: client credentials grant; offline access tokens).

const grantSchema = z.object({
  access_token: z.string().min(8),
  scope: z.string().default(""),
  expires_in: z.number().positive(),
  refresh_token: z.string().optional(),
  refresh_token_expires_in: z.number().positive().optional(),
});
type Grant = z.infer<typeof grantSchema>;

const errorSchema = z.object({ error: z.string() });

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * SECOND_MS).toISOString();

async function requestGrant(client: ShopClient, parameters: Readonly<Record<string, string>>): Promise<ShopResult<Grant>> {
  const sent = await client.send({
    method: "POST",
    path: "/admin/oauth/access_token",
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(parameters).toString(),
    maxBytes: 64 * 1024,
    // Shopify accepts a code or refresh token once.
    countsOnce: true,
  });
  if (!sent.ok) return sent;
  const { answer } = sent;
  const json = readJson(answer.body);
  const grant = grantSchema.safeParse(json);
  if (answer.status === 200 && grant.success) return ok(grant.data);
  // invalid_grant, invalid_client, application_cannot_be_found, shop_not_permitted …: Shopify's own refusal, which only a new approval resolves.
  const refusal = errorSchema.safeParse(json);
  if (refusal.success && answer.status >= 400 && answer.status < 500 && answer.status !== 429)
    return { ok: false, failure: shopFailure("credentials_rejected", refusal.data.error.slice(0, 80), answer) };
  return answer.status === 200
    ? failed("invalid_response", "the answer holds no access token with an end", answer)
    : { ok: false, failure: failureOfAnswer(answer) };
}

const installed = (grant: Grant): ShopifyCredentials => ({
  kind: "app",
  accessToken: grant.access_token,
  expiresAt: inSeconds(grant.expires_in),
  refreshToken: grant.refresh_token ?? "",
  refreshExpiresAt: grant.refresh_token_expires_in === undefined ? null : inSeconds(grant.refresh_token_expires_in),
});

/** Exchanges an installation's code for an expiring offline token. `scope`: what the merchant granted. */
export async function exchangeCode(
  client: ShopClient,
  { clientId, secrets }: ShopifyApp,
  code: string,
): Promise<ShopResult<{ credentials: ShopifyCredentials; scope: string }>> {
  const parameters = { client_id: clientId, client_secret: secrets[0], code, expiring: "1" };
  const reply = await requestGrant(client, parameters);
  if (!reply.ok) return reply;
  if (!reply.value.refresh_token) return failed("invalid_response", "the answer holds no refresh token");
  return ok({ credentials: installed(reply.value), scope: reply.value.scope });
}

export const shopifyRenewal: KeyRenewal<ShopifyCredentials> = {
  endsAt(credentials) {
    if (credentials.kind === undefined) return null;
    // A merchant's own app has no token before the first exchange.
    return credentials.accessToken === undefined ? new Date(0) : new Date(credentials.expiresAt);
  },
  cannotBeRenewedAfter(credentials) {
    return credentials.kind === "app" && credentials.refreshExpiresAt !== null ? new Date(credentials.refreshExpiresAt) : null;
  },
  async renew({ client, credentials }) {
    if (credentials.kind === undefined) return ok(credentials);
    if (credentials.kind === "client") {
      const { clientId, clientSecret } = credentials;
      const parameters = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
      const reply = await requestGrant(client, parameters);
      if (!reply.ok) return reply;
      const { access_token: accessToken, expires_in } = reply.value;
      return ok({ kind: "client", clientId, clientSecret, accessToken, expiresAt: inSeconds(expires_in) });
    }
    const app = shopifyApp();
    if (!app) return failed("credentials_rejected", "the platform's app is not configured in this process");
    const { refreshToken: refresh_token } = credentials;
    const reply = await requestGrant(client, {
      grant_type: "refresh_token",
      refresh_token,
      client_id: app.clientId,
      client_secret: app.secrets[0],
    });
    return reply.ok ? ok(installed({ refresh_token, ...reply.value })) : reply;
  },
};
