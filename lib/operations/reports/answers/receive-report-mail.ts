import type { Attachment as MailAttachment } from "mailparser";
import { LIMITS } from "@/lib/base/limits";
import { isReadOnly, type MerchantScope, memberScope } from "@/lib/identity/accounts/access";
import { spendQuota } from "@/lib/identity/quota/spend";
import { inPlatform } from "@/lib/infra/db";
import { sqlWithin } from "@/lib/infra/sql";
import { isSignedFor } from "@/lib/notify/reply-address";
import { type Attachment, readAttachment } from "@/lib/operations/reports/answers/attachment";
import { answerReport, replyToHost } from "@/lib/operations/reports/answers/mutations";
import { hostAnswerSchema, replySchema } from "@/lib/operations/reports/answers/schema";
import { findReport } from "@/lib/operations/reports/find-report";
import { readTokenOf } from "@/lib/operations/reports/report-token";

interface ReportMail {
  /** The report's id, if the mail is about one. */
  threadId: string;
  signature: Buffer;
  /** The sender, which the mail only claims. */
  from: string;
  text: string;
  attachments: readonly MailAttachment[];
  isMachine: boolean;
}

type Outcome = "answered" | "unknown" | "nothing";

/** Adds a reply by mail to a report: of the host, or of the member who got the host's answer. Null if the id is none of a report. */
export async function receiveReportMail(mail: ReportMail): Promise<Outcome | null> {
  const { threadId: reportId, signature, from } = mail;
  const row = await inPlatform((tx) => tx.sharedReport.findFirst({ where: { id: reportId } }));
  if (!row) return null;
  const isFor = (receiver: string): boolean => isSignedFor(signature, { threadId: reportId, receiver });
  // Like the link, the address that we mailed is the key: a colleague of the receiver may answer from another mailbox.
  if ([row.replyTo, row.mailedTo].some((address) => address !== null && isFor(address))) return takeHostMail(row, mail);
  const member = await inPlatform(async (tx) => {
    const person = await tx.person.findFirst({ where: { email: { equals: from, mode: "insensitive" } } });
    if (!person || !isFor(person.id)) return null;
    return memberScope(sqlWithin(tx), { personId: person.id, name: person.name, email: person.email, isStaff: false }, row.merchantId);
  });
  return member && !isReadOnly(member) ? takeMemberMail(member, row.integrationId, mail) : "unknown";
}

async function takeHostMail(row: { id: string; tokenHash: Uint8Array }, { text, attachments, isMachine }: ReportMail): Promise<Outcome> {
  const token = readTokenOf(row);
  const found = token === null ? null : await findReport(token, new Date());
  if (found?.kind !== "open") return "unknown";
  const answer = hostAnswerSchema.safeParse({ kind: "message", text });
  if (isMachine || !answer.success) return "nothing";
  if ((await spendQuota({ scope: found.report.scope }, "answer_report")) !== null) return "nothing";
  return (await answerReport(found.report, answer.data, readFiles(attachments))).ok ? "answered" : "nothing";
}

async function takeMemberMail(scope: MerchantScope, integrationId: string, mail: ReportMail): Promise<Outcome> {
  const reply = replySchema.safeParse({ integrationId, reportId: mail.threadId, text: mail.text });
  if (mail.isMachine || !reply.success) return "nothing";
  if ((await spendQuota({ scope }, "reply_to_host")) !== null) return "nothing";
  return (await replyToHost(scope, reply.data)).ok ? "answered" : "unknown";
}

/** The accepted files of a mail. Pictures within its text are logos; a file that we refuse does not hold up the answer. */
const readFiles = (attachments: readonly MailAttachment[]): Attachment[] =>
  attachments
    .filter(({ related, contentDisposition }) => !related && contentDisposition === "attachment")
    .map(({ filename, content }) => readAttachment(filename ?? "", new Uint8Array(content)))
    .filter((read) => typeof read !== "string")
    .slice(0, LIMITS.attachments);
