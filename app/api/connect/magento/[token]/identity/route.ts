import { currentPerson } from "@/lib/identity/auth/session";
import { publicOrigin } from "@/lib/infra/public-origin";
import { completeIdentity } from "@/lib/integrations/approval/magento";

/** Magento opens this in the administrator's browser after it posted the consumer. */
export async function GET(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const [{ token }, person] = await Promise.all([params, currentPerson()]);
  const location = (person && (await completeIdentity(token, new URL(request.url).searchParams, person.personId))) ?? `${publicOrigin()}/`;
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer" } });
}
