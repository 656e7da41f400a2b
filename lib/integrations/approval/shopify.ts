import { outsideConfig } from "@/lib/connectors/egress/config";
import { createShopClient } from "@/lib/connectors/http/client";
import { classifyAddress } from "@/lib/connectors/net/address";
import { mayConnect } from "@/lib/connectors/net/policy";
import { isShopifyDomain, isSignedQuery, missingScopes, SHOPIFY_SCOPES, shopifyApp } from "@/lib/connectors/shopify/app";
import { exchangeCode } from "@/lib/connectors/shopify/tokens";
import { liveOutside } from "@/lib/health/live-outside";
import { publicOrigin } from "@/lib/infra/public-origin";
import {
  claimApproval,
  concludeApproval,
  findWaitingApproval,
  type HandedOver,
  type StartedApproval,
  type WaitingApproval,
} from "@/lib/integrations/approval/mutations";
import { SHORT } from "@/lib/integrations/short-questions";

// Installs the platform's own Shopify app by the authorization code grant (shopify.dev, "Implement authorization code grant manually").

const CALLBACK = "/api/connect/shopify";

/** A shop of Shopify, or a demo shop on an address that this installation allows besides public ones. */
function isShopifyShop({ protocol, host, hostname, port, pathname }: URL): boolean {
  if (pathname !== "/") return false;
  if (protocol === "https:" && isShopifyDomain(host)) return true;
  const kind = classifyAddress(hostname);
  const isLocal = kind !== "public" && kind !== "not_an_address";
  return isLocal && mayConnect(hostname, Number(port) || 443, outsideConfig().policy).ok;
}

/** Shopify's page on which the merchant grants the scopes; null where the shop's URL is none of Shopify's. */
export function shopifyAuthorizeUrl({ baseUrl, token }: StartedApproval): string | null {
  const app = shopifyApp();
  if (!app || !isShopifyShop(new URL(baseUrl))) return null;
  const query = new URLSearchParams({
    client_id: app.clientId,
    scope: SHOPIFY_SCOPES.join(","),
    redirect_uri: publicOrigin() + CALLBACK,
    state: token,
  });
  return `${baseUrl}/admin/oauth/authorize?${query}`;
}

async function exchange({ baseUrl }: WaitingApproval, code: string): Promise<HandedOver> {
  const app = shopifyApp();
  if (!app) return { ok: false, failure: "exchange" };
  const { egress, policy } = await liveOutside();
  const client = createShopClient({ baseUrl, platform: "shopify", egress, policy, timeouts: SHORT });
  try {
    const granted = await exchangeCode(client, app, code);
    if (!granted.ok) return { ok: false, failure: "exchange" };
    const { credentials, scope } = granted.value;
    return missingScopes(scope).length > 0 ? { ok: false, failure: "permissions" } : { ok: true, credentials };
  } finally {
    await client.close();
  }
}

const SIGNED_FOR_MS = 5 * 60_000;

/** Whether Shopify signed the redirect within five minutes of now. */
function isTimely(query: URLSearchParams): boolean {
  const seconds = query.get("timestamp") ?? "";
  return /^\d{1,12}$/.test(seconds) && Math.abs(Date.now() - Number(seconds) * 1000) < SIGNED_FOR_MS;
}

/**
 * Completes an installation after Shopify sent the browser back. @returns the approval, or null where the query is not signed by Shopify or too long ago, its
 * state is not waiting, it names another shop, or another person returns: these are not distinguished
 */
export async function receiveShopifyCode(query: URLSearchParams, personId: string): Promise<WaitingApproval | null> {
  const app = shopifyApp();
  const [code, shop, state] = ["code", "shop", "state"].map((name) => query.get(name));
  if (!app || !code || !shop || !state || !isSignedQuery(app, query) || !isTimely(query)) return null;
  const waiting = await findWaitingApproval(state, "shopify");
  if (waiting?.personId !== personId || new URL(waiting.baseUrl).host !== shop) return null;
  if (!(await claimApproval(waiting))) return null;
  await concludeApproval(waiting, await exchange(waiting, code), "exchanging");
  return waiting;
}
