import type { MerchantScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { HOST_ANSWERS, type HostAnswerKind } from "@/lib/incidents/incident";

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
}

/** What host and merchant wrote about these reports, oldest first; nothing for unknown and foreign ids. */
export async function listReportMessages(scope: MerchantScope, reportIds: readonly string[]): Promise<ReportMessage[]> {
  const { merchantId } = scope;
  if (reportIds.length === 0) return [];
  const rows = await readMerchant(scope, ({ tx }) =>
    tx.reportMessage.findMany({
      where: { merchantId, reportId: { in: [...reportIds] } },
      orderBy: [{ at: "asc" }, { id: "asc" }],
    }),
  );
  return rows.map(({ id, reportId, side, kind, text, author, at }) => ({
    id,
    reportId,
    side: side === "merchant" ? "merchant" : "host",
    kind: HOST_ANSWERS.find((known) => known === kind) ?? "message",
    text,
    by: side === "merchant" ? nameOfStored(author) : null,
    at: at.toISOString(),
  }));
}
