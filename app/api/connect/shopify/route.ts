import { currentPerson } from "@/lib/identity/auth/session";
import { refuseCallerIfSpent } from "@/lib/identity/quota/refuse-if-spent";
import { emptyResponse } from "@/lib/infra/empty-response";
import { publicOrigin } from "@/lib/infra/public-origin";
import { receiveShopifyReturn } from "@/lib/integrations/approval/shopify";

/** Shopify redirects here after an installation, and to start one from its App Store. Redirects only within this application. */
export async function GET(request: Request): Promise<Response> {
  const refusal = await refuseCallerIfSpent(request, "approval_callback");
  if (refusal) return refusal;
  const person = await currentPerson();
  const path = await receiveShopifyReturn(new URL(request.url).searchParams, person?.personId ?? null);
  return emptyResponse(303, { location: publicOrigin() + path, "referrer-policy": "no-referrer" });
}
