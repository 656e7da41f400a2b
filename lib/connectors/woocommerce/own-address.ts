import { z } from "zod";
import { readJson } from "@/lib/connectors/http/read-json";
import type { ShopAnswer, ShopClient } from "@/lib/connectors/shop";

// WooCommerce checks a signature against the address that WordPress has for itself, whatever address the request came by: `www.` or not,
// another name on the same server, a proxy in front.

const signedAt = new WeakMap<ShopClient, string>();

/** The address that signatures for this shop name. */
export const signingBase = (client: ShopClient): string => signedAt.get(client) ?? client.baseUrl;

const indexSchema = z.object({ home: z.url({ protocol: /^https?$/ }) });

/** Whether WooCommerce knew the key and refused the signature, or the key: both come with one code. */
export const isRefusedSignature = (answer: ShopAnswer): boolean =>
  answer.status === 401 && /"woocommerce_rest_authentication_error"/.test(answer.body.slice(0, 500));

/** Asks WordPress for its own address, which needs no key. @returns whether signatures name another one from now on */
export async function learnOwnAddress(client: ShopClient): Promise<boolean> {
  if (signedAt.has(client)) return false;
  const sent = await client.send({ method: "GET", path: "/wp-json/?_fields=home", headers: { accept: "application/json" } });
  const index = indexSchema.safeParse(sent.ok ? readJson(sent.answer.body) : null);
  // Over plain http the scheme of the signature is http, whatever the shop calls its home.
  const home = index.success ? index.data.home.replace(/^https:/, "http:").replace(/\/+$/, "") : client.baseUrl;
  if (sent.ok) signedAt.set(client, home);
  return home !== client.baseUrl;
}
