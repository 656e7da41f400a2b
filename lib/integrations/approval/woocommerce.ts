import { z } from "zod";
import { wooCredentialsSchema } from "@/lib/connectors/woocommerce/credentials";
import { publicOrigin } from "@/lib/infra/public-origin";
import { concludeApproval, findWaitingApproval, readHandedOver, type StartedApproval } from "@/lib/integrations/approval/mutations";

// WooCommerce's authorization endpoint, in its core since 2.4: the shop asks its user and then posts a new key to the callback. The
// callback's sender is unauthenticated: the token identifies the approval, and the key is tested on the shop before it is stored.

const CALLBACK = "/api/connect/woocommerce";

/** WooCommerce calls back only over https. Only shops on this machine, such as the demo's, reach a loopback origin. */
export const canApprove = (origin = publicOrigin()): boolean => {
  const { protocol, hostname } = new URL(origin);
  return protocol === "https:" || /^(127(\.\d+){3}|localhost|\[::1\])$/.test(hostname);
};

/** The shop's page on which its user approves. It shows the merchant's name, so that the user knows who gets the key. */
export function wooAuthorizeUrl({ baseUrl, merchantName, token }: StartedApproval, returnPath: string): string {
  const query = new URLSearchParams({
    app_name: `Mooring (${merchantName})`,
    scope: "read_write",
    user_id: token,
    return_url: publicOrigin() + returnPath,
    callback_url: publicOrigin() + CALLBACK,
  });
  return `${baseUrl}/wc-auth/v1/authorize?${query}`;
}

const bodySchema = z.object({
  user_id: z.string().max(200),
  consumer_key: z.string().max(200),
  consumer_secret: z.string().max(200),
  key_permissions: z.string().max(40),
});

/**
 * Accepts a key that a shop posts. Everything but `stored` gets an error response, after which WooCommerce deletes the key. `unknown`: no
 * approval waits for it, because the token is wrong, used, expired, or the shop's URL has changed.
 */
export async function receiveWooKey(body: unknown): Promise<"stored" | "refused" | "unknown"> {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return "unknown";
  const { user_id: token, key_permissions: permissions, consumer_key: consumerKey, consumer_secret: consumerSecret } = parsed.data;
  const waiting = await findWaitingApproval(token, "woocommerce");
  if (!waiting) return "unknown";
  const handed =
    permissions === "read_write"
      ? readHandedOver(wooCredentialsSchema, { consumerKey, consumerSecret })
      : ({ ok: false, failure: "permissions" } as const);
  if (!(await concludeApproval(waiting, handed))) return "unknown";
  return handed.ok ? "stored" : "refused";
}
