import { z } from "zod";
import { parseJson } from "@/lib/base/parse-json";
import { isSignedBody, shopifyApp } from "@/lib/connectors/shopify/app";
import { readShop } from "@/lib/health/open-shop";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { dropInstallation, erasePersonalData, recordDataRequest } from "@/lib/integrations/shopify-app/mutations";

// Webhooks of the platform's app: the uninstallation, and the three that Shopify requires of every public app (shopify.dev, "Privacy law
// compliance").

const id = z.union([z.string(), z.number()]).transform(String);
const ids = z.array(id).max(100_000).catch([]);
const bodySchema = z.object({
  customer: z.object({ email: z.string().nullish() }).nullish().catch(null),
  orders_requested: ids.optional(),
  orders_to_redact: ids.optional(),
});
type Body = z.infer<typeof bodySchema>;

interface Installed {
  scope: MerchantScope;
  integrationId: string;
  storedAt: Date | null;
}

const listShops = (domain: string): Promise<Installed[]> =>
  inPlatform(async (tx) => {
    const baseUrl = { in: [`https://${domain}`, `http://${domain}`] };
    const rows = await tx.integration.findMany({
      where: { shopSystem: "shopify", baseUrl },
      select: { merchantId: true, id: true, credentialsStoredAt: true },
    });
    return rows.map((row) => ({
      scope: jobScope("shopify-app", row.merchantId),
      integrationId: row.id,
      storedAt: row.credentialsStoredAt,
    }));
  });

const keySchema = z.object({ kind: z.string().optional() });

/** The kind of the shop's current key; null without one. */
async function kindOfKey({ scope, integrationId }: Installed): Promise<string | null> {
  const shop = await readShop(scope, integrationId);
  if (!shop?.ok || shop.facts.credentials === null) return null;
  return keySchema.parse(shop.facts.credentials).kind ?? "token";
}

type Topic = (shop: Installed, body: Body, triggeredAt: Date) => Promise<unknown>;

const TOPICS: Readonly<Record<string, Topic>> = {
  "app/uninstalled": async (shop, _body, triggeredAt) => {
    // A late delivery, after the app was installed again: keep the new key.
    if (shop.storedAt !== null && shop.storedAt > triggeredAt) return;
    if ((await kindOfKey(shop)) === "app") await dropInstallation(shop.scope, shop.integrationId);
  },
  // Only of a shop that installed the app: anyone may connect this address with a token, or without a key.
  "customers/data_request": async (shop, { orders_requested = [] }) => {
    if ((await kindOfKey(shop)) === "app") await recordDataRequest(shop.scope, shop.integrationId, orders_requested);
  },
  "customers/redact": ({ scope, integrationId }, { orders_to_redact = [], customer }) =>
    erasePersonalData(scope, integrationId, { ids: orders_to_redact, email: customer?.email || null }),
  // Sent 48 hours after the uninstallation. A shop that was connected again since is kept.
  "shop/redact": async (shop) => {
    if ((await kindOfKey(shop)) === null) await erasePersonalData(shop.scope, shop.integrationId, "all");
  },
};

interface Delivery {
  signature: string | null;
  topic: string;
  domain: string;
  triggeredAt: string | null;
}

/** Handles a delivery. `unsigned`: not signed with a secret of this app. Idempotent. */
export async function receiveAppWebhook(delivery: Delivery, rawBody: Uint8Array): Promise<"done" | "unsigned" | "unreadable"> {
  const app = shopifyApp();
  if (!app || !isSignedBody(app, rawBody, delivery.signature)) return "unsigned";
  const act = Object.hasOwn(TOPICS, delivery.topic) ? TOPICS[delivery.topic] : undefined;
  if (!act || !/^[a-z0-9.:-]{1,255}$/.test(delivery.domain)) return "done";
  const body = bodySchema.safeParse(parseJson(rawBody));
  if (!body.success) return "unreadable";
  const at = new Date(delivery.triggeredAt ?? "");
  for (const shop of await listShops(delivery.domain)) await act(shop, body.data, Number.isNaN(at.getTime()) ? new Date() : at);
  return "done";
}
