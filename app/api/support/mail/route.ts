import { createHash, timingSafeEqual } from "node:crypto";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { emptyResponse } from "@/lib/infra/empty-response";
import { env } from "@/lib/infra/env";
import { readRequestBody } from "@/lib/infra/read-request-body";
import { type ReceivedMail, receiveMail } from "@/lib/support/threads/receive-mail";

/** Leaves room for attachments, which are ignored. */
const MAX_BYTES = 10 * 1024 * 1024;
/** Any failure makes the mail server bounce the message. */
const STATUS: Record<ReceivedMail, number> = { answered: 204, unknown: 404, nothing: 422 };

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Receives replies from the mail server of SUPPORT_MAIL as message/rfc822. See docs/operations.md. */
export async function POST(request: Request): Promise<Response> {
  const { SUPPORT_MAIL_SECRET: secret } = env();
  if (!secret) return emptyResponse(404);
  if (!timingSafeEqual(digest(request.headers.get("authorization") ?? ""), digest(`Bearer ${secret}`))) return emptyResponse(401);
  const body = await readRequestBody(request, MAX_BYTES);
  if (!body) return emptyResponse(413);
  return emptyResponse(STATUS[await receiveMail(jobPlatformScope("mail"), Buffer.from(body))]);
}
