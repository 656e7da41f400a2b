import { z } from "zod";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { HOST_ANSWERS, type HostAnswerKind } from "@/lib/incidents/incident";
import { type Attachment, toAttachmentType } from "@/lib/operations/reports/answers/attachment";

export interface ReportMessage {
  id: string;
  reportId: string;
  side: "host" | "merchant";
  kind: HostAnswerKind;
  text: string;
  /** Name of the member who replied; null for the host. */
  by: string | null;
  /** ISO, UTC. */
  at: string;
  attachments: { id: string; name: string; bytes: number }[];
}

/** What host and merchant wrote about these reports and those that lead them, oldest first of each; nothing for unknown and foreign ids. */
export async function listReportMessages(scope: MerchantScope, reportIds: readonly string[]): Promise<ReportMessage[]> {
  const { merchantId } = scope;
  if (reportIds.length === 0) return [];
  const { reports, rows } = await readMerchant(scope, async ({ tx }) => {
    const reports = await tx.sharedReport.findMany({
      where: { merchantId, id: { in: [...reportIds] } },
      select: { id: true, leadId: true },
    });
    const rows = await tx.reportMessage.findMany({
      where: { merchantId, reportId: { in: reports.flatMap(({ id, leadId }) => [id, ...(leadId ? [leadId] : [])]) } },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      include: { attachments: { select: { id: true, name: true, bytes: true }, orderBy: { id: "asc" } } },
    });
    return { reports, rows };
  });
  return reports
    .flatMap(({ id, leadId }) =>
      rows.filter((row) => row.reportId === id || row.reportId === leadId).map((row) => ({ ...row, reportId: id })),
    )
    .map(({ id, reportId, side, kind, text, author, at, attachments }) => ({
      id,
      reportId,
      side: side === "merchant" ? "merchant" : "host",
      kind: HOST_ANSWERS.find((known) => known === kind) ?? "message",
      text,
      by: side === "merchant" ? nameOfStored(author) : null,
      at: at.toISOString(),
      attachments,
    }));
}

/** What hosts and the merchant wrote about the reports of one incident; nothing for unknown and foreign ids. */
export function listAnswersInIncident(scope: MerchantScope, incidentId: string): Promise<ReportMessage[]> {
  const { merchantId } = scope;
  return readMerchant(scope, async (reader) => {
    const where = { merchantId, incidentId, kind: { in: ["host_answered", "merchant_replied"] } };
    const entries = await reader.tx.incidentEntry.findMany({ where, select: { details: true } });
    const ids = entries.flatMap(({ details }) => z.object({ reportId: z.uuid() }).safeParse(details).data?.reportId ?? []);
    return listReportMessages(reader, [...new Set(ids)]);
  });
}

/** A file by its id; null for unknown and foreign ones. `reportId`: the only report whose files may be read, or null for all of the merchant. */
export async function findAttachment(scope: MerchantScope, attachmentId: string, reportId: string | null): Promise<Attachment | null> {
  const { merchantId } = scope;
  const found = await readMerchant(scope, ({ tx }) =>
    tx.reportAttachment.findFirst({
      where: { merchantId, id: attachmentId, ...(reportId === null ? {} : { message: { reportId } }) },
      select: { name: true, type: true, bytes: true, text: true, image: true },
    }),
  );
  return found && { ...found, type: toAttachmentType(found.type) };
}
