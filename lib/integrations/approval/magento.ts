import { getDomain } from "tldts";
import { z } from "zod";
import { withShopClient } from "@/lib/connectors/http/client";
import { completeHandshake, type MagentoConsumer } from "@/lib/connectors/magento/handshake";
import { isSameAddress, isSameFolder } from "@/lib/connectors/net/redirect";
import { liveOutside } from "@/lib/health/live-outside";
import { publicOrigin } from "@/lib/infra/public-origin";
import type { HandshakeUrls } from "@/lib/integrations/approval/approval";
import { openSealed } from "@/lib/integrations/approval/data";
import {
  exchangeApproval,
  findWaitingApproval,
  type HandedOver,
  holdConsumer,
  type WaitingApproval,
} from "@/lib/integrations/approval/mutations";
import { SHORT_TIMEOUTS } from "@/lib/integrations/connect/short-questions";

// Magento's handshake: *Activate* posts a consumer to the callback URL and opens the identity link in the administrator's browser. There we
// know the user, exchange the consumer for a token, and send the browser back to Magento.

export const magentoHandshakeUrls = (token: string): HandshakeUrls => {
  const base = `${publicOrigin()}/api/connect/magento/${token}`;
  return { callbackUrl: base, identityUrl: `${base}/identity` };
};

const text = z.string().min(1).max(200);
const consumerSchema = z.object({
  oauth_consumer_key: text,
  oauth_consumer_secret: text,
  oauth_verifier: text,
  store_base_url: z.string().max(2000),
});

/** Stores the consumer that Magento posts; false if no approval waits for it or it belongs to another shop. */
export async function receiveConsumer(token: string, form: URLSearchParams): Promise<boolean> {
  const parsed = consumerSchema.safeParse(Object.fromEntries(form));
  const waiting = parsed.success ? await findWaitingApproval(token, "magento") : null;
  if (!parsed.success || !waiting || !URL.canParse(parsed.data.store_base_url)) return false;
  // A shop may use http or omit www in its own URL.
  const [here, there] = [new URL(waiting.baseUrl), new URL(parsed.data.store_base_url)];
  if (!isSameFolder(here, there) || !(isSameAddress(here, there) || isSameAddress(there, here))) return false;
  const consumer: MagentoConsumer = {
    consumerKey: parsed.data.oauth_consumer_key,
    consumerSecret: parsed.data.oauth_consumer_secret,
    verifier: parsed.data.oauth_verifier,
  };
  return holdConsumer(waiting, consumer);
}

const heldSchema = z.object({ consumerKey: z.string(), consumerSecret: z.string(), verifier: z.string() });

async function exchange({ baseUrl }: WaitingApproval, consumer: MagentoConsumer): Promise<HandedOver> {
  const options = { baseUrl, shopSystem: "magento", ...(await liveOutside()), timeouts: SHORT_TIMEOUTS } as const;
  const reply = await withShopClient(options, (client) => completeHandshake(client, consumer));
  return reply.ok ? { ok: true, credentials: reply.value } : { ok: false, failure: reply.seesHttp ? "https_unseen" : "exchange" };
}

/** An administration may have a host of its own, such as admin.shop.example. */
function isOfShop(asked: string, shop: URL): boolean {
  if (!URL.canParse(asked)) return false;
  const { origin, protocol, hostname } = new URL(asked);
  if (origin === shop.origin) return true;
  const [asksFor, own] = [hostname, shop.hostname].map((host) => getDomain(host, { allowPrivateDomains: true }));
  return protocol === "https:" && asksFor !== null && asksFor === own;
}

/** Where the browser goes after the exchange: to Magento's waiting page if its URL belongs to the shop's domain, else to the wizard. */
const backTo = ({ baseUrl, merchantId, integrationId }: WaitingApproval, asked: string | null): string => {
  const shop = new URL(baseUrl);
  return asked !== null && isOfShop(asked, shop) ? asked : `${publicOrigin()}/m/${merchantId}/integrations/connect/${integrationId}`;
};

/** Completes the handshake in the browser of the user who started it. @returns the next URL, or null for any other visitor */
export async function completeIdentity(token: string, query: URLSearchParams, personId: string): Promise<string | null> {
  const waiting = await findWaitingApproval(token, "magento");
  if (waiting?.personId !== personId) return null;
  const held = heldSchema.safeParse(await openSealed(waiting));
  if (!held.success || held.data.consumerKey !== query.get("oauth_consumer_key")) return null;
  const isFirst = await exchangeApproval(waiting, () => exchange(waiting, held.data));
  return isFirst ? backTo(waiting, query.get("success_call_back")) : null;
}
