import { LIMITS } from "@/lib/base/limits";
import { parseJson } from "@/lib/base/parse-json";
import { refuseCallerIfSpent } from "@/lib/identity/quota/refuse-if-spent";
import { emptyResponse } from "@/lib/infra/empty-response";
import { readRequestBody } from "@/lib/infra/read-request-body";
import { receiveWooKey } from "@/lib/integrations/approval/woocommerce";

/** WooCommerce posts a key after its user approved. It treats 200 as success and deletes the key after any other response. */
export async function POST(request: Request): Promise<Response> {
  const refusal = await refuseCallerIfSpent(request, "approval_callback");
  if (refusal) return refusal;
  const body = await readRequestBody(request, LIMITS.approvalBytes);
  if (!body) return emptyResponse(413);
  return emptyResponse((await receiveWooKey(parseJson(body))) === "stored" ? 200 : 403);
}
