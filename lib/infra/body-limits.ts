import { readRequestBody } from "@/lib/infra/read-request-body";

/** A server action: a CSV file of tracking numbers (lib/orders/tracking/limits.ts) at up to three bytes per character, plus its envelope. */
const ACTION_BYTES = 3 * 1024 * 1024;
export const AUTH_BYTES = 64 * 1024;

/** For `proxy.ts`. Pages and routes can still read the body that this reads. Next itself answers 500 to an action over its limit. */
export async function acceptsBody(request: Request, pathname: string): Promise<boolean> {
  return (await readRequestBody(request, pathname.startsWith("/api/auth/") ? AUTH_BYTES : ACTION_BYTES)) !== null;
}
