import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { MAIL_BYTES } from "@/lib/infra/body-limits";
import { emptyResponse } from "@/lib/infra/empty-response";
import { env } from "@/lib/infra/env";
import { isFromMailServer } from "@/lib/infra/mail/from-mail-server";
import { readRequestBody } from "@/lib/infra/read-request-body";
import { type ReceivedMail, receiveMail } from "@/lib/support/threads/receive-mail";

/** Any failure makes the mail server bounce the message. */
const STATUS: Record<ReceivedMail, number> = { answered: 204, unknown: 404, nothing: 422 };

/** Receives replies from the mail server of SUPPORT_MAIL as message/rfc822. See docs/operations.md. */
export async function POST(request: Request): Promise<Response> {
  if (!env().SUPPORT_MAIL_SECRET) return emptyResponse(404);
  if (!isFromMailServer(request)) return emptyResponse(401);
  const body = await readRequestBody(request, MAIL_BYTES);
  if (!body) return emptyResponse(413);
  return emptyResponse(STATUS[await receiveMail(jobPlatformScope("mail"), Buffer.from(body))]);
}
