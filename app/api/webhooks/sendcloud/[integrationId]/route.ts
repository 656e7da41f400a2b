import { z } from "zod";
import { LIMITS } from "@/lib/base/limits";
import { emptyResponse } from "@/lib/infra/empty-response";
import { readRequestBody } from "@/lib/infra/read-request-body";
import { type Received, receiveParcelEvent } from "@/lib/orders/tracking/webhook/receive-parcel-event";

/** Sendcloud retries failures, so a parcel of an order that is not imported yet arrives again. */
const STATUS: Record<Received, number> = {
  recorded: 200,
  withdrawn: 200,
  unassigned: 200,
  nothing: 200,
  too_early: 503,
  out_of_time: 422,
  unreadable: 422,
  unknown: 404,
};

/** Receives parcel events, signed with the integration's secret (`Sendcloud-Signature`). */
export async function POST(request: Request, { params }: { params: Promise<{ integrationId: string }> }): Promise<Response> {
  const body = await readRequestBody(request, LIMITS.carrierWebhookBytes);
  if (!body) return emptyResponse(413);
  const id = z.uuid().safeParse((await params).integrationId);
  if (!id.success) return emptyResponse(STATUS.unknown);
  return emptyResponse(STATUS[await receiveParcelEvent(id.data, body, request.headers.get("sendcloud-signature") ?? "")]);
}
