import type { Translate } from "@/lib/check/diagnosis/describe-cause";
import { toLocale } from "@/lib/i18n/locales";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { log } from "@/lib/infra/log";
import { sendMail } from "@/lib/infra/mail/send-mail";
import { publicOrigin } from "@/lib/infra/public-origin";
import { markReply, replyAddress } from "@/lib/notify/reply-address";
import { openWords } from "@/lib/notify/words";
import { reportPath } from "@/lib/operations/reports/link";
import { readReport } from "@/lib/operations/reports/read-report";
import { readTokenOf } from "@/lib/operations/reports/report-token";
import { nameOfShop, titleOfReport } from "@/lib/operations/reports/report-words";

const MAX_ATTEMPTS = 4;
const RETRY_SECONDS = 300;
const BATCH = 20;

/** Mails merchants' replies to hosts that we know an address of. @returns how many were claimed */
export async function mailReplies(_scope: PlatformScope): Promise<number> {
  const claimed = await inPlatform(
    (tx) => tx.$queryRaw<{ merchantId: string; id: string }[]>`
      update report_message m set mail_attempts = mail_attempts + 1,
        mail_due_at = case when mail_attempts + 1 < ${MAX_ATTEMPTS} then now() + make_interval(secs => ${RETRY_SECONDS}) end
      from (
        select merchant_id, id from report_message where mail_due_at <= now() order by mail_due_at limit ${BATCH} for update skip locked
      ) due
      where m.merchant_id = due.merchant_id and m.id = due.id
      returning m.merchant_id as "merchantId", m.id`,
  );
  await Promise.all(
    claimed.map(async ({ merchantId, id }) => {
      try {
        await send(merchantId, id);
        await inPlatform((tx) => tx.reportMessage.update({ where: { merchantId_id: { merchantId, id } }, data: { mailDueAt: null } }));
      } catch (error) {
        log.warn({ err: error }, "reply not mailed to a host");
      }
    }),
  );
  return claimed.length;
}

/** Sends nothing if the link is closed: its report would not open. */
async function send(merchantId: string, id: string): Promise<void> {
  const message = await inPlatform((tx) =>
    tx.reportMessage.findUniqueOrThrow({ where: { merchantId_id: { merchantId, id } }, include: { report: true } }),
  );
  const { report } = message;
  const address = report.replyTo ?? report.mailedTo;
  const token = readTokenOf(report);
  const read = token && (await readReport(token));
  if (!token || !read || address === null) return;
  const words = await openWords(toLocale(report.locale), "UTC");
  const t: Translate = words.from("reports");
  const title = titleOfReport(t, words.locale, read.view);
  const values = { shop: nameOfShop(read.view), title, name: report.shownName || t("answers.merchant") };
  const replyTo = replyAddress({ threadId: report.id, receiver: address });
  await sendMail({
    to: { name: address, address },
    subject: t("mail.reply_subject", values),
    messageId: message.id,
    inReplyTo: report.sharedHow === "mail" ? `${report.id}-report` : null,
    replyTo,
    locale: words.locale,
    preview: message.text.slice(0, 140),
    title: t("mail.reply_title", values),
    above: replyTo === null ? null : markReply(words.say("mail.reply_above")),
    intro: message.text,
    lines: [],
    action: { text: t("mail.open"), url: `${publicOrigin()}${reportPath(token)}` },
    footer: t(replyTo === null ? "mail.footer_link" : "mail.footer_reply", values),
    unsubscribe: null,
  });
}
