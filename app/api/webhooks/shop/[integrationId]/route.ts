import { z } from "zod";
import { LIMITS } from "@/lib/base/limits";
import { emptyResponse } from "@/lib/infra/empty-response";
import { readRequestBody } from "@/lib/infra/read-request-body";
import { type Received, receiveDelivery } from "@/lib/sync/webhooks/receive-delivery";

/** Shops never repeat successful deliveries, so by now every signed one was stored or made a sync due. */
const STATUS: Record<Received, number> = { hinted: 202, sync_due: 202, nothing: 200, unknown: 404 };

/** Receives order webhooks, signed with the integration's webhook secret. */
export async function POST(request: Request, { params }: { params: Promise<{ integrationId: string }> }): Promise<Response> {
  const body = await readRequestBody(request, LIMITS.shopWebhookBytes);
  if (!body) return emptyResponse(413);
  const id = z.uuid().safeParse((await params).integrationId);
  if (!id.success) return emptyResponse(STATUS.unknown);
  return emptyResponse(STATUS[await receiveDelivery(id.data, Object.fromEntries(request.headers), body)]);
}
