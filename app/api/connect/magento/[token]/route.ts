import { LIMITS } from "@/lib/base/limits";
import { refuseCallerIfSpent } from "@/lib/identity/quota/refuse-if-spent";
import { emptyResponse } from "@/lib/infra/empty-response";
import { readRequestBody } from "@/lib/infra/read-request-body";
import { receiveConsumer } from "@/lib/integrations/approval/magento";

/** Magento posts the consumer of an integration when its administrator clicks Activate. */
export async function POST(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const refusal = await refuseCallerIfSpent(request, "approval_callback");
  if (refusal) return refusal;
  const body = await readRequestBody(request, LIMITS.approvalBytes);
  if (!body) return emptyResponse(413);
  const { token } = await params;
  return emptyResponse((await receiveConsumer(token, new URLSearchParams(new TextDecoder().decode(body)))) ? 200 : 403);
}
