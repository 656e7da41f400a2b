import { browserOf } from "@/lib/identity/auth/browser";
import { spendQuota } from "@/lib/identity/quota/spend";
import { readRequestBody } from "@/lib/infra/read-request-body";
import { receiveWooKey } from "@/lib/integrations/approval/woocommerce";

/** Five short values. */
const MAX_BYTES = 4 * 1024;

const answer = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(null, { status, headers: { "cache-control": "no-store", ...headers } });

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}

/** WooCommerce hands over a key after its user approved. It takes 200 for success and deletes the key after every other answer. */
export async function POST(request: Request): Promise<Response> {
  const { address } = browserOf((name) => request.headers.get(name));
  const waitSeconds = await spendQuota({ client: address }, "approval_callback");
  if (waitSeconds !== null) return answer(429, { "retry-after": String(waitSeconds) });
  const body = await readRequestBody(request, MAX_BYTES);
  if (!body) return answer(413);
  return answer((await receiveWooKey(readJson(body))) === "stored" ? 200 : 403);
}
