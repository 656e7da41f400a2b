import type { Translate } from "@/lib/check/diagnosis/describe-cause";
import { lockShop } from "@/lib/health/lock-shop";
import { toLocale } from "@/lib/i18n/locales";
import { jobScope, type MerchantScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { readActor } from "@/lib/identity/accounts/actor";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { log } from "@/lib/infra/log";
import { NoMailServer, sendMail } from "@/lib/infra/mail/send-mail";
import type { SharedReport } from "@/lib/infra/prisma-client/client";
import { publicOrigin } from "@/lib/infra/public-origin";
import { markReply, replyAddress } from "@/lib/notify/reply-address";
import { openWords } from "@/lib/notify/words";
import { followReport, followSharing } from "@/lib/operations/reports/follow-report";
import { lockLed } from "@/lib/operations/reports/led-reports";
import { reportPath } from "@/lib/operations/reports/link";
import { readReport } from "@/lib/operations/reports/read-report";
import { reminderDueAt } from "@/lib/operations/reports/reminder-due";
import { readTokenOf } from "@/lib/operations/reports/report-token";
import { describeReport, nameOfShop, titleOfReport } from "@/lib/operations/reports/report-words";

/** Delays before each further attempt; then the report counts as not shared, and its page says so. */
const RETRY_SECONDS = [60, 300, 1800];
const CLAIM_SECONDS = 120;
const BATCH = 20;

interface ClaimedReport {
  merchantId: string;
  id: string;
}

/** Mails due reports and reminders to hosts. @returns how many were claimed */
export async function mailReports(_scope: PlatformScope): Promise<number> {
  const claimed = await inPlatform(
    (tx) => tx.$queryRaw<ClaimedReport[]>`
      update shared_report r set mail_attempts = mail_attempts + 1, mail_due_at = now() + make_interval(secs => ${CLAIM_SECONDS})
      from (
        select merchant_id, id from shared_report where mail_due_at <= now() order by mail_due_at limit ${BATCH} for update skip locked
      ) due
      where r.merchant_id = due.merchant_id and r.id = due.id
      returning r.merchant_id as "merchantId", r.id`,
  );
  await Promise.all(claimed.map(mailOne));
  return claimed.length;
}

async function mailOne({ merchantId, id }: ClaimedReport): Promise<void> {
  const report = await inMerchant(merchantId, (tx) => tx.sharedReport.findFirst({ where: { merchantId, id } }));
  if (!report) return;
  const isSent = await send(report).catch((error: unknown) => {
    log.warn({ err: error }, "report not mailed to its host");
    return error instanceof NoMailServer ? false : null;
  });
  const wait = RETRY_SECONDS[report.mailAttempts - 1];
  if (isSent) await recordSent(report);
  else await planMail(report, isSent === null && wait !== undefined ? new Date(Date.now() + wait * 1000) : null);
}

const planMail = ({ merchantId, id }: ClaimedReport, mailDueAt: Date | null): Promise<unknown> =>
  inMerchant(merchantId, (tx) => tx.sharedReport.update({ where: { merchantId_id: { merchantId, id } }, data: { mailDueAt } }));

/** @returns false if there is nothing to send any more: the link is closed, or its requests pass */
async function send(report: SharedReport): Promise<boolean> {
  const { mailedTo, locale, shownName, createdAt } = report;
  const token = readTokenOf(report);
  const [read, sender] = [token && (await readReport(token)), await findSender(report)];
  if (!token || !read || !sender || mailedTo === null || read.report.greenAt) return false;
  const words = await openWords(toLocale(locale), "UTC");
  const t: Translate = words.from("reports");
  const { intro } = describeReport(t, words.locale, read.view, shownName);
  const isReminder = report.sharedAt !== null;
  const title = titleOfReport(t, words.locale, read.view);
  const values = { shop: nameOfShop(read.view), title, name: sender.name, email: sender.email, at: words.instant(createdAt) };
  const replyTo = replyAddress({ threadId: report.id, receiver: mailedTo });
  await sendMail({
    to: { name: mailedTo, address: mailedTo },
    subject: t(isReminder ? "mail.reminder_subject" : "mail.subject", values),
    messageId: `${report.id}-${isReminder ? (report.remindedAt?.getTime() ?? "reminder") : "report"}`,
    replyTo: replyTo ?? sender.email,
    locale: words.locale,
    preview: intro.slice(0, 140),
    title,
    above: replyTo === null ? null : markReply(words.say("mail.reply_above")),
    intro: isReminder ? `${t("mail.reminder", values)}\n\n${intro}` : intro,
    lines: read.led.map(({ view }) => ({ title: nameOfShop(view), text: titleOfReport(t, words.locale, view), url: null, tone: "plain" })),
    action: { text: t("mail.open"), url: `${publicOrigin()}${reportPath(token)}` },
    footer: t(replyTo === null ? "mail.footer" : "mail.footer_reply", values),
    unsubscribe: null,
  });
  return true;
}

/** The member who shared the report, or the longest-standing owner if that was support or someone who left. */
async function findSender({ merchantId, createdBy }: SharedReport): Promise<{ name: string; email: string } | null> {
  const actor = readActor(createdBy);
  const personId = actor.kind === "member" ? actor.personId : undefined;
  const members = await inPlatform((tx) =>
    tx.membership.findMany({
      where: { merchantId, OR: [{ role: "owner" }, ...(personId ? [{ personId }] : [])] },
      orderBy: { createdAt: "asc" },
      select: { person: { select: { id: true, name: true, email: true } } },
    }),
  );
  return (members.find(({ person }) => person.id === personId) ?? members[0])?.person ?? null;
}

/** Records what was sent, in the name of the person who wanted it, and plans the reminder that they chose. */
function recordSent(report: SharedReport): Promise<void> {
  const { merchantId, id, integrationId, mailedTo, reminds } = report;
  const isReminder = report.sharedAt !== null;
  const now = new Date();
  const scope: MerchantScope = { ...jobScope("host-report", merchantId), actor: readActor(report.createdBy) };
  const sent = isReminder ? { remindedAt: now } : { sharedHow: "mail", sharedAt: now };
  const mailDueAt = reminds && !isReminder ? reminderDueAt({ ...report, ...sent }) : null;
  return inMerchant(merchantId, async (tx) => {
    await lockShop(tx, scope, integrationId);
    await tx.sharedReport.update({ where: { merchantId_id: { merchantId, id } }, data: { ...sent, mailDueAt, mailAttempts: 0 } });
    for (const led of await lockLed(tx, scope, id)) {
      await tx.sharedReport.update({ where: { merchantId_id: { merchantId, id: led.id } }, data: sent });
      if (isReminder) await followReport(tx, scope, led.integrationId, { kind: "host_reminded", reportId: led.id });
      else await followSharing(tx, scope, led, "mail");
    }
    const action = isReminder ? "host_report_reminded" : "host_report_mailed";
    await recordAudit(tx, scope, { action, integrationId, details: { reportId: id, to: mailedTo } });
    if (isReminder) await followReport(tx, scope, integrationId, { kind: "host_reminded", reportId: id });
    else await followSharing(tx, scope, report, "mail");
    await publish(tx, { kind: "integration", merchantId, integrationId });
  });
}
