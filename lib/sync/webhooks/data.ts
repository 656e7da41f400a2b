import { trimSlashes } from "@/lib/base/trim-end";
import { connectorFor } from "@/lib/connectors/registry";
import { toShopSystem } from "@/lib/connectors/shop-systems";
import { hasWebhooks, type WebhookShopSystem } from "@/lib/connectors/webhooks";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { OWN_SECRETS_SELECT, ownSecretsOf } from "@/lib/sync/webhooks/own-secrets";
import { WEBHOOK_PROBLEMS, WEBHOOK_STATES, type WebhookProblem, type WebhookState } from "@/lib/sync/webhooks/schema";

/** A shop's webhooks as pages show them. */
export interface InstantOrdersView {
  shopSystem: WebhookShopSystem;
  /** Whether the merchant must paste the secret that signs deliveries. */
  needsSecret: boolean;
  /** Null until requested. */
  state: WebhookState | null;
  problem: WebhookProblem | null;
  since: string | null;
  /** The last delivery with a valid signature. */
  receivedAt: string | null;
  checkedAt: string | null;
  /** How many unwanted webhooks the shop did not let us delete, and its page of webhooks. */
  staying: number;
  webhooksUrl: string | null;
  /** The shop's page of API keys. */
  keysUrl: string | null;
}

/** Where a shop's back office lists webhooks and keys, below its URL; null without a page of its own. */
const PAGES: Readonly<Record<WebhookShopSystem, ((section: "webhooks" | "keys") => string) | null>> = {
  woocommerce: (section) => `/wp-admin/admin.php?page=wc-settings&tab=advanced&section=${section}`,
  shopify: null,
};

const pageOf = (shopSystem: WebhookShopSystem, baseUrl: string, section: "webhooks" | "keys"): string | null => {
  const path = PAGES[shopSystem]?.(section);
  return path === undefined ? null : trimSlashes(baseUrl) + path;
};

/** The webhooks of an integration; null for unknown and foreign ids, and if the shop system has none. */
export async function findInstantOrders(scope: MerchantScope, integrationId: string): Promise<InstantOrdersView | null> {
  const row = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.integration.findUnique({
      where: { merchantId_id: { merchantId, id: integrationId } },
      select: {
        ...OWN_SECRETS_SELECT,
        shopWebhook: { select: { state: true, failure: true, since: true, receivedAt: true, checkedAt: true, staying: true } },
      },
    }),
  );
  if (!row) return null;
  const { shopWebhook } = row;
  const shopSystem = toShopSystem(row.shopSystem);
  if (!hasWebhooks(shopSystem)) return null;
  const state = WEBHOOK_STATES.find((known) => known === shopWebhook?.state) ?? null;
  return {
    shopSystem,
    needsSecret: connectorFor(shopSystem).orderWebhooks?.secret === "of_the_shop" && ownSecretsOf(scope, row, integrationId).length === 0,
    state,
    problem: WEBHOOK_PROBLEMS.find((known) => known === shopWebhook?.failure) ?? null,
    since: shopWebhook?.since.toISOString() ?? null,
    receivedAt: shopWebhook?.receivedAt?.toISOString() ?? null,
    checkedAt: shopWebhook?.checkedAt?.toISOString() ?? null,
    staying: shopWebhook?.staying.length ?? 0,
    webhooksUrl: pageOf(shopSystem, row.baseUrl, "webhooks"),
    keysUrl: pageOf(shopSystem, row.baseUrl, "keys"),
  };
}
