import { z } from "zod";
import { ok } from "@/lib/base/result";
import { failed, refusedWrite } from "@/lib/connectors/http/shop-failure";
import { looseText, numericId } from "@/lib/connectors/records/order-fields";
import type { OrderWebhooks, Reply, ShopResult, StayingWebhooks } from "@/lib/connectors/shop";
import { askWoo, type WooShop } from "@/lib/connectors/woocommerce/client";
import type { WooCredentials } from "@/lib/connectors/woocommerce/credentials";

/** WooCommerce's topics that name one order. */
const TOPICS = ["order.created", "order.updated", "order.deleted"] as const;

const listSchema = z.array(z.object({ id: numericId, topic: looseText, status: looseText, delivery_url: looseText }));
type Listed = z.infer<typeof listSchema>[number];

const MAX_LISTED_PAGES = 10;
const PAGE_SIZE = 100;

async function listOurs(shop: WooShop, address: string): Promise<Reply<{ listed: Listed[] }>> {
  const ours: Listed[] = [];
  for (let page = 1; page <= MAX_LISTED_PAGES; page += 1) {
    const reply = await askWoo(shop, { path: `/webhooks?per_page=${PAGE_SIZE}&page=${page}` });
    if (!reply.ok) return refusedWrite(reply);
    const listed = listSchema.safeParse(reply.json);
    if (!listed.success) return failed("invalid_response", "webhooks are not a list", reply.answer);
    ours.push(...listed.data.filter((webhook) => webhook.delivery_url === address));
    if (listed.data.length < PAGE_SIZE) break;
  }
  return { ok: true, listed: ours };
}

/** WooCommerce's webhooks (wc/v3/webhooks). WooCommerce disables one after five consecutive failed deliveries. */
export const wooOrderWebhooks: OrderWebhooks<WooCredentials> = {
  secret: "made_here",

  async ensure(shop, { address, secret }): Promise<ShopResult<true>> {
    const known = await listOurs(shop, address);
    if (!known.ok) return known;
    for (const topic of TOPICS) {
      const [first, ...others] = known.listed.filter((webhook) => webhook.topic === topic);
      const body = { name: `Sendcloud ${topic}`, topic, delivery_url: address, secret, status: "active" };
      const written = await askWoo(shop, { method: "POST", path: first ? `/webhooks/${first.id}` : "/webhooks", body });
      if (!written.ok) return refusedWrite(written);
      for (const other of others) await askWoo(shop, { method: "DELETE", path: `/webhooks/${other.id}?force=true` });
    }
    return ok(true);
  },

  async inspect(shop, address): Promise<ShopResult<"active" | "off">> {
    const known = await listOurs(shop, address);
    if (!known.ok) return known;
    const isOn = TOPICS.every((topic) => known.listed.some((webhook) => webhook.topic === topic && webhook.status === "active"));
    return ok(isOn ? "active" : "off");
  },

  async remove(shop, address): Promise<ShopResult<StayingWebhooks>> {
    const known = await listOurs(shop, address);
    if (!known.ok) return known;
    const staying: StayingWebhooks = { ids: [], refusal: null };
    for (const { id, status } of known.listed) {
      const removed = await askWoo(shop, { method: "DELETE", path: `/webhooks/${id}?force=true` });
      if (removed.ok || removed.failure.status === 404) continue;
      staying.ids.push(id);
      staying.refusal = refusedWrite(removed).failure;
      // A server that refuses DELETE mostly lets the same change through as POST; the shop then sends nothing any more.
      if (status !== "disabled") await askWoo(shop, { method: "POST", path: `/webhooks/${id}`, body: { status: "disabled" } });
    }
    return ok(staying);
  },
};
