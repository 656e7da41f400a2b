import { type ParsedMail, simpleParser } from "mailparser";
import { LIMITS } from "@/lib/base/limits";
import { emailsInText } from "@/lib/base/texts";
import { memberScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { sqlWithin } from "@/lib/infra/sql";
import { isSignedFor, readReplyAddress } from "@/lib/notify/reply-address";
import { answerThread } from "@/lib/support/threads/mutations";
import { answerSchema } from "@/lib/support/threads/schema";
import { stripQuotedReply } from "@/lib/support/threads/strip-quoted-reply";

/** `unknown`: not a reply to our messages, or not from their recipient. `nothing`: an automatic reply, or no text of its own. */
export type ReceivedMail = "answered" | "unknown" | "nothing";

const MAX_LENGTH = 4000;

/** Headers with recipients: the sender's, and those that mail servers add. */
const RECIPIENT_HEADS = ["to", "cc", "delivered-to", "x-original-to", "envelope-to"];

const recipientsOf = ({ headerLines }: ParsedMail): string[] =>
  headerLines.flatMap(({ key, line }) => (RECIPIENT_HEADS.includes(key) ? emailsInText(line) : []));

function isHeadWithinLimit(raw: Buffer): boolean {
  const start = raw.subarray(0, LIMITS.mailHead);
  return raw.length <= LIMITS.mailHead || start.includes("\r\n\r\n") || start.includes("\n\n");
}

const isMachine = ({ headers }: ParsedMail): boolean => {
  const automatic = String(headers.get("auto-submitted") ?? "no").toLowerCase();
  return automatic !== "no" || /bulk|junk|auto_reply|list/i.test(String(headers.get("precedence") ?? "")) || headers.has("x-autoreply");
};

/** Adds a reply by mail to its thread, as the member who wrote it. `raw`: the complete mail as received. */
export async function receiveMail(_scope: PlatformScope, raw: Buffer): Promise<ReceivedMail> {
  if (!isHeadWithinLimit(raw)) return "unknown";
  const mail = await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true }).catch(() => null);
  if (!mail) return "unknown";
  const target = recipientsOf(mail)
    .map(readReplyAddress)
    .find((known) => known !== null);
  const from = mail.from?.value[0]?.address?.toLowerCase();
  if (!target || !from) return "unknown";
  const { threadId, signature } = target;
  const scope = await inPlatform(async (tx) => {
    const thread = await tx.supportThread.findFirst({ where: { id: threadId }, select: { merchantId: true } });
    const person = await tx.person.findFirst({ where: { email: { equals: from, mode: "insensitive" } } });
    if (!thread || !person || !isSignedFor(signature, { threadId, personId: person.id })) return null;
    return memberScope(sqlWithin(tx), { personId: person.id, name: person.name, email: person.email, isStaff: false }, thread.merchantId);
  });
  if (!scope) return "unknown";
  if (isMachine(mail)) return "nothing";
  const answer = answerSchema.safeParse({ threadId, text: stripQuotedReply(mail.text ?? "").slice(0, MAX_LENGTH) });
  if (!answer.success) return "nothing";
  return (await answerThread(scope, answer.data)).ok ? "answered" : "unknown";
}
