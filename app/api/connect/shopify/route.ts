import { browserOf } from "@/lib/identity/auth/browser";
import { currentPerson } from "@/lib/identity/auth/session";
import { spendQuota } from "@/lib/identity/quota/spend";
import { publicOrigin } from "@/lib/infra/public-origin";
import { receiveShopifyReturn } from "@/lib/integrations/approval/shopify";

const answer = (status: number, headers: Record<string, string>): Response =>
  new Response(null, { status, headers: { "cache-control": "no-store", "referrer-policy": "no-referrer", ...headers } });

/** Shopify sends the browser here after an installation, and to begin one from its App Store. The next address is one of this application, whatever the query says. */
export async function GET(request: Request): Promise<Response> {
  const { address } = browserOf((name) => request.headers.get(name));
  const waitSeconds = await spendQuota({ client: address }, "approval_callback");
  if (waitSeconds !== null) return answer(429, { "retry-after": String(waitSeconds) });
  const person = await currentPerson();
  const path = await receiveShopifyReturn(new URL(request.url).searchParams, person?.personId ?? null);
  return answer(303, { location: publicOrigin() + path });
}
