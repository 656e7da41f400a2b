import { LIMITS } from "@/lib/base/limits";
import { maskText } from "@/lib/base/mask-secrets";
import { ok, type Result, refuse } from "@/lib/base/result";
import { lockShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { recordIncidentEvent } from "@/lib/incidents/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { note } from "@/lib/notify/note";
import type { Attachment } from "@/lib/operations/reports/answers/attachment";
import type { HostAnswer, Reply } from "@/lib/operations/reports/answers/schema";
import type { OpenReport } from "@/lib/operations/reports/find-report";
import { lockLed } from "@/lib/operations/reports/led-reports";

/** Stores the host's answer, records it in the incident and notifies the members. The answer stays even if a test finds otherwise. */
export function answerReport(
  report: OpenReport,
  { kind, text: typed, replyTo }: HostAnswer,
  files: readonly Attachment[] = [],
): Promise<Result<true, "too_many">> {
  const { scope, reportId, integrationId } = report;
  const { merchantId, actor: author } = scope;
  const text = maskText(typed);
  return inMerchant(merchantId, async (tx) => {
    await lockShop(tx, scope, integrationId);
    const written = await tx.reportMessage.count({ where: { merchantId, reportId, side: "host" } });
    const { _sum: stored } = await tx.reportAttachment.aggregate({ where: { merchantId, message: { reportId } }, _sum: { bytes: true } });
    const bytes = files.reduce((sum, file) => sum + file.bytes, stored.bytes ?? 0);
    if (written >= LIMITS.reportMessages || (files.length > 0 && bytes > LIMITS.reportAttachmentBytes)) return refuse("too_many");
    const at = new Date();
    const said = { merchantId, reportId, side: "host", kind, text, author, at };
    const { id: messageId } = await tx.reportMessage.create({ data: said, select: { id: true } });
    if (files.length > 0) await tx.reportAttachment.createMany({ data: files.map((file) => ({ merchantId, messageId, ...file })) });
    if (replyTo) await tx.sharedReport.update({ where: { merchantId_id: { merchantId, id: reportId } }, data: { replyTo } });
    const event = { kind: "host_answered", reportId, answer: kind } as const;
    await recordIncidentEvent(tx, scope, { integrationId, event, now: at });
    for (const led of await lockLed(tx, scope, reportId))
      await recordIncidentEvent(tx, scope, { integrationId: led.integrationId, event: { ...event, reportId: led.id }, now: at });
    await recordAudit(tx, scope, { action: "host_report_answered", integrationId, details: { reportId, answer: kind } });
    await note(tx, scope, { kind: "host_answered", integrationId, params: { reportId, messageId, answer: kind } });
    await publishChange(tx, scope, integrationId);
    return ok(true);
  });
}

/** Adds the merchant's reply, which the host reads on the report, and by mail if we know an address. `not_found` for closed, unknown and foreign reports. */
export function replyToHost(scope: MerchantScope, { integrationId, reportId, text: typed }: Reply): Promise<Result<true, "not_found">> {
  const { merchantId, actor: author } = scope;
  return inMerchant(merchantId, async (tx) => {
    await lockShop(tx, scope, integrationId);
    const at = new Date();
    const open = { merchantId, integrationId, id: reportId, revokedAt: null, expiresAt: { gt: at } };
    const report = await tx.sharedReport.findFirst({ where: open, select: { mailedTo: true, replyTo: true, leadId: true } });
    if (!report) return refuse("not_found");
    // The host reads what is written of several shops in one place.
    const threadId = report.leadId ?? reportId;
    const mailDueAt = (report.replyTo ?? report.mailedTo) === null ? null : at;
    await tx.reportMessage.create({
      data: { merchantId, reportId: threadId, side: "merchant", kind: "message", text: maskText(typed), author, at, mailDueAt },
    });
    for (const one of [{ id: reportId, integrationId }, ...(await lockLed(tx, scope, reportId))]) {
      const event = { kind: "merchant_replied", reportId: one.id } as const;
      await recordIncidentEvent(tx, scope, { integrationId: one.integrationId, event, now: at });
    }
    await recordAudit(tx, scope, { action: "host_report_replied", integrationId, details: { reportId } });
    await publishChange(tx, scope, integrationId);
    return ok(true);
  });
}

const publishChange = (tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<void> =>
  publish(tx, { kind: "integration", merchantId, integrationId });
