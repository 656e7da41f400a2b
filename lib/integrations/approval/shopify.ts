import { MINUTE_MS, SECOND_MS } from "@/lib/base/units";
import { outsideConfig } from "@/lib/connectors/egress/config";
import { withShopClient } from "@/lib/connectors/http/client";
import { classifyAddress } from "@/lib/connectors/net/address";
import { mayConnect } from "@/lib/connectors/net/policy";
import { isShopifyDomain, isSignedQuery, missingScopes, SHOPIFY_SCOPES, shopifyApp } from "@/lib/connectors/shopify/app";
import { exchangeCode } from "@/lib/connectors/shopify/tokens";
import { liveOutside } from "@/lib/health/live-outside";
import { publicOrigin } from "@/lib/infra/public-origin";
import {
  exchangeApproval,
  findAnyApproval,
  findWaitingApproval,
  type HandedOver,
  type StartedApproval,
  type WaitingApproval,
} from "@/lib/integrations/approval/mutations";
import { SHORT_TIMEOUTS } from "@/lib/integrations/connect/short-questions";

// Installs the platform's own Shopify app with the authorization code grant (shopify.dev, "Implement authorization code grant manually").

const CALLBACK = "/api/connect/shopify";

/** Whether the URL is a Shopify shop, or a demo shop at an address that this installation allows besides public ones. */
function isShopifyShop({ protocol, host, hostname, port, pathname }: URL): boolean {
  if (pathname !== "/") return false;
  if (protocol === "https:" && isShopifyDomain(host)) return true;
  const kind = classifyAddress(hostname);
  const isLocal = kind !== "public" && kind !== "not_an_address";
  return isLocal && mayConnect(hostname, Number(port) || 443, outsideConfig().policy).ok;
}

/** Shopify's page on which the merchant grants the scopes; null if the shop's URL is not Shopify's. */
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
  const options = { baseUrl, shopSystem: "shopify", ...(await liveOutside()), timeouts: SHORT_TIMEOUTS } as const;
  const granted = await withShopClient(options, (client) => exchangeCode(client, app, code));
  if (!granted.ok) return { ok: false, failure: "exchange" };
  const { credentials, scope } = granted.value;
  return missingScopes(scope).length > 0 ? { ok: false, failure: "permissions" } : { ok: true, credentials };
}

const SIGNED_FOR_MS = 5 * MINUTE_MS;

/** Whether Shopify signed the redirect within the last five minutes. */
function isTimely(query: URLSearchParams): boolean {
  const seconds = query.get("timestamp") ?? "";
  return /^\d{1,12}$/.test(seconds) && Math.abs(Date.now() - Number(seconds) * SECOND_MS) < SIGNED_FOR_MS;
}

const START = "/";

/**
 * Completes an installation after Shopify's redirect, or starts one from Shopify's App Store. @returns the path to redirect to; without
 * distinction the start page if the signature is invalid or too old, the state unknown, or shop or user differ
 */
export async function receiveShopifyReturn(query: URLSearchParams, personId: string | null): Promise<string> {
  const app = shopifyApp();
  const [code, shop, state] = ["code", "shop", "state"].map((name) => query.get(name));
  const isSigned = app !== null && isSignedQuery(app, query) && isTimely(query);
  if (!state && !code) return isSigned && shop && isShopifyDomain(shop) ? `${START}?shop=${shop}` : START;
  const approval = state ? await findAnyApproval(state, "shopify") : null;
  if (!state || !approval || approval.personId !== personId) return START;
  const page = `/m/${approval.merchantId}/integrations/connect/${approval.integrationId}`;
  if (!code) return query.has("error") ? `${page}?success=0` : START;
  if (!isSigned || new URL(approval.baseUrl).host !== shop) return START;
  const waiting = await findWaitingApproval(state, "shopify");
  if (waiting) await exchangeApproval(waiting, () => exchange(waiting, code));
  return page;
}
