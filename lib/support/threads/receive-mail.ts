import { type ParsedMail, simpleParser } from "mailparser";
import { LIMITS } from "@/lib/base/limits";
import { emailsInText } from "@/lib/base/texts";
import { isReadOnly, memberScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { sqlWithin } from "@/lib/infra/sql";
import { isSignedFor, REPLY_MARK, readReplyAddress } from "@/lib/notify/reply-address";
import { receiveReportMail } from "@/lib/operations/reports/answers/receive-report-mail";
import { answerThread } from "@/lib/support/threads/mutations";
import { answerSchema } from "@/lib/support/threads/schema";

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

/** Adds a reply by mail to its thread, as the member who wrote it, or to the report that it answers. `raw`: the complete mail as received. */
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
  const text = stripQuotedReply(mail.text ?? "").slice(0, MAX_LENGTH);
  const onReport = await receiveReportMail({ ...target, from, text, attachments: mail.attachments, isMachine: isMachine(mail) });
  if (onReport) return onReport;
  const scope = await inPlatform(async (tx) => {
    const thread = await tx.supportThread.findFirst({ where: { id: threadId }, select: { merchantId: true } });
    const person = await tx.person.findFirst({ where: { email: { equals: from, mode: "insensitive" } } });
    if (!thread || !person || !isSignedFor(signature, { threadId, receiver: person.id })) return null;
    return memberScope(sqlWithin(tx), { personId: person.id, name: person.name, email: person.email, isStaff: false }, thread.merchantId);
  });
  if (!scope || isReadOnly(scope)) return "unknown";
  if (isMachine(mail)) return "nothing";
  const answer = answerSchema.safeParse({ threadId, text });
  if (!answer.success) return "nothing";
  return (await answerThread(scope, answer.data)).ok ? "answered" : "unknown";
}

const SEPARATORS = [
  ...["original message", "ursprüngliche nachricht", "message d['’]origine", "oorspronkelijk bericht", "mensaje original"],
  ...["messaggio originale", "forwarded message", "weitergeleitete nachricht"],
];
/** Lines that start quoted text, in our languages, and the signature delimiter. */
const QUOTE_STARTS = [
  /^\s*>/,
  new RegExp(`^-{2,}\\s*(${SEPARATORS.join("|")})\\s*-{2,}`, "i"),
  /^_{10,}\s*$/,
  /^\s*\*?(from|von|de|van|da)\s?:\*?\s.+@/i,
  /^-- ?$/,
];
/** "On Wed, 25 Nov 2026 at 10:12, Mooring wrote:" in any language, on one or two lines. */
const isAttribution = (text: string): boolean => {
  const said = text.trimEnd();
  return said.endsWith(":") && /\d/.test(said);
};

/** The text of a mail reply above the quoted message. Pure. */
export function stripQuotedReply(text: string): string {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const marked = lines.findIndex((line) => line.includes(REPLY_MARK));
  const above = marked < 0 ? lines : lines.slice(0, marked);
  const quoted = above.findIndex((line) => QUOTE_STARTS.some((begins) => begins.test(line)));
  const own = quoted < 0 ? above : above.slice(0, quoted);
  while (own.length > 0 && own.at(-1)?.trim() === "") own.pop();
  if (quoted >= 0 || marked >= 0) {
    const lastTwo = own.slice(-2).join(" ");
    if (isAttribution(own.at(-1) ?? "")) own.pop();
    else if (own.length > 1 && isAttribution(lastTwo) && (own.at(-1) ?? "").trim().endsWith(":")) own.splice(-2);
  }
  return own.join("\n").trim();
}
