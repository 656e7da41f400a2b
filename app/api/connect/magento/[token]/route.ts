import { browserOf } from "@/lib/identity/auth/browser";
import { spendQuota } from "@/lib/identity/quota/spend";
import { readRequestBody } from "@/lib/infra/read-request-body";
import { receiveConsumer } from "@/lib/integrations/approval/magento";

const MAX_BYTES = 4 * 1024;

const answer = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(null, { status, headers: { "cache-control": "no-store", ...headers } });

/** Magento posts the consumer of an integration when its administrator clicks Activate. */
export async function POST(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { address } = browserOf((name) => request.headers.get(name));
  const waitSeconds = await spendQuota({ client: address }, "approval_callback");
  if (waitSeconds !== null) return answer(429, { "retry-after": String(waitSeconds) });
  const body = await readRequestBody(request, MAX_BYTES);
  if (!body) return answer(413);
  const { token } = await params;
  return answer((await receiveConsumer(token, new URLSearchParams(new TextDecoder().decode(body)))) ? 200 : 403);
}
