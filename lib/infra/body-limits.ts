import { LIMITS } from "@/lib/base/limits";
import { isFromMailServer } from "@/lib/infra/mail/from-mail-server";
import { readRequestBody } from "@/lib/infra/read-request-body";

/** A server action: a CSV file of tracking numbers (lib/orders/tracking/schema.ts) at up to three bytes per character, plus its envelope. */
const ACTION_BYTES = 3 * 1024 * 1024;
export const AUTH_BYTES = 64 * 1024;
/** A mail with its attachments, which are ignored. Next buffers at most 10 MiB for `proxy.ts`. */
export const MAIL_BYTES = 10_000_000;
/** A hosting provider's answer with its files. */
const ANSWER_BYTES = LIMITS.attachments * LIMITS.attachmentBytes + 64 * 1024;
const ANSWER_PATH = /^\/r\/[^/]+\/answer$/;

function mostBytes(request: Request, pathname: string): number {
  if (pathname === "/api/support/mail" && isFromMailServer(request)) return MAIL_BYTES;
  if (ANSWER_PATH.test(pathname)) return ANSWER_BYTES;
  return pathname.startsWith("/api/auth/") ? AUTH_BYTES : ACTION_BYTES;
}

/** For `proxy.ts`. Pages and routes can still read the body that this reads. Next itself answers 500 to an action over its limit. */
export async function acceptsBody(request: Request, pathname: string): Promise<boolean> {
  return (await readRequestBody(request, mostBytes(request, pathname))) !== null;
}
