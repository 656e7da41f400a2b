import { LIMITS } from "@/lib/base/limits";
import { emptyResponse } from "@/lib/infra/empty-response";
import { readRequestBody } from "@/lib/infra/read-request-body";
import { receiveAppWebhook } from "@/lib/integrations/shopify-app/receive-webhook";

const STATUS = { done: 200, unsigned: 401, unreadable: 400 } as const;

/** Webhooks of the platform's Shopify app: uninstallation and privacy law compliance. */
export async function POST(request: Request): Promise<Response> {
  const body = await readRequestBody(request, LIMITS.appWebhookBytes);
  if (!body) return emptyResponse(413);
  const { headers: given } = request;
  const delivery = {
    signature: given.get("x-shopify-hmac-sha256"),
    topic: given.get("x-shopify-topic") ?? "",
    domain: given.get("x-shopify-shop-domain") ?? "",
    triggeredAt: given.get("x-shopify-triggered-at"),
  };
  return emptyResponse(STATUS[await receiveAppWebhook(delivery, body)]);
}
