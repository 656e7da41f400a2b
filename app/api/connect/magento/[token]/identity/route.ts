import { currentPerson } from "@/lib/identity/auth/session";
import { emptyResponse } from "@/lib/infra/empty-response";
import { publicOrigin } from "@/lib/infra/public-origin";
import { completeIdentity } from "@/lib/integrations/approval/magento";

/** Magento opens this in the administrator's browser after it has posted the consumer. */
export async function GET(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const [{ token }, person] = await Promise.all([params, currentPerson()]);
  const location = (person && (await completeIdentity(token, new URL(request.url).searchParams, person.personId))) ?? `${publicOrigin()}/`;
  return emptyResponse(303, { location, "referrer-policy": "no-referrer" });
}
