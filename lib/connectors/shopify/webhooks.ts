import { z } from "zod";
import { ok } from "@/lib/base/result";
import { failed } from "@/lib/connectors/http/shop-failure";
import type { OrderWebhooks, Reply, ShopResult, StayingWebhooks } from "@/lib/connectors/shop";
import { shopifyApp } from "@/lib/connectors/shopify/app";
import { askShopify, type ShopifyShop } from "@/lib/connectors/shopify/client";
import type { ShopifyCredentials } from "@/lib/connectors/shopify/credentials";

/** Shopify's topics that name one order, as in its GraphQL enum. */
const TOPICS = ["ORDERS_CREATE", "ORDERS_UPDATED", "ORDERS_DELETE"] as const;

const LIST = `query ListOrderWebhooks($topics: [WebhookSubscriptionTopic!], $after: String) {
  webhookSubscriptions(first: 100, after: $after, topics: $topics) { nodes { id topic uri } pageInfo { hasNextPage endCursor } }
}`;
const CREATE = `mutation CreateOrderWebhook($topic: WebhookSubscriptionTopic!, $subscription: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $subscription) { webhookSubscription { id } userErrors { field message } }
}`;
const DELETE = `mutation DeleteOrderWebhook($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } } }`;

const subscription = z.object({ id: z.string(), topic: z.string(), uri: z.string() });
const listSchema = z.object({
  webhookSubscriptions: z.object({
    nodes: z.array(subscription),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});
const errorsSchema = z.object({ userErrors: z.array(z.unknown()) });
const createSchema = z.object({ webhookSubscriptionCreate: errorsSchema });
const deleteSchema = z.object({ webhookSubscriptionDelete: errorsSchema });

async function listOurs(shop: ShopifyShop, address: string): Promise<Reply<{ listed: z.infer<typeof subscription>[] }>> {
  const ours: z.infer<typeof subscription>[] = [];
  let after: string | null = null;
  do {
    const variables: Record<string, unknown> = { topics: TOPICS, after };
    const reply = await askShopify(shop, { query: LIST, variables }, listSchema);
    if (!reply.ok) return reply;
    const { nodes, pageInfo } = reply.data.webhookSubscriptions;
    ours.push(...nodes.filter(({ uri }) => uri === address));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  return { ok: true, listed: ours };
}

/** Signed with the app's own secret. Shopify deletes a subscription whose deliveries keep failing (webhookSubscriptionCreate). */
export const shopifyOrderWebhooks: OrderWebhooks<ShopifyCredentials> = {
  secret: "of_the_shop",
  ownSecrets(credentials) {
    if (credentials.kind === "client") return [credentials.clientSecret];
    return credentials.kind === "app" ? (shopifyApp()?.secrets ?? []) : [];
  },

  async ensure(shop, { address }): Promise<ShopResult<true>> {
    const known = await listOurs(shop, address);
    if (!known.ok) return known;
    for (const topic of TOPICS) {
      if (known.listed.some((one) => one.topic === topic)) continue;
      const variables = { topic, subscription: { uri: address, format: "JSON" } };
      const made = await askShopify(shop, { query: CREATE, variables }, createSchema);
      if (!made.ok) return made;
      if (made.data.webhookSubscriptionCreate.userErrors.length > 0)
        return failed("invalid_response", "the shop refused the webhook", made.answer);
    }
    return ok(true);
  },

  async inspect(shop, address): Promise<ShopResult<"active" | "off">> {
    const known = await listOurs(shop, address);
    if (!known.ok) return known;
    const isOn = TOPICS.every((topic) => known.listed.some((one) => one.topic === topic));
    return ok(isOn ? "active" : "off");
  },

  async remove(shop, address): Promise<ShopResult<StayingWebhooks>> {
    const known = await listOurs(shop, address);
    if (!known.ok) return known;
    for (const { id } of known.listed) {
      const removed = await askShopify(shop, { query: DELETE, variables: { id } }, deleteSchema);
      if (!removed.ok) return removed;
    }
    return ok({ ids: [], refusal: null });
  },
};
