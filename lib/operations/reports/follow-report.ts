import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { SharingWay } from "@/lib/incidents/incident";
import { recordIncidentEvent } from "@/lib/incidents/record";
import type { IncidentEvent } from "@/lib/incidents/transitions";
import type { Transaction } from "@/lib/infra/db";
import type { SharedReport } from "@/lib/infra/prisma-client/client";

/** Takes what happened to a report into the shop's incident. Lock order: the shop before the report. */
export const followReport = (tx: Transaction, scope: MerchantScope, integrationId: string, event: IncidentEvent): Promise<unknown> =>
  recordIncidentEvent(tx, scope, { integrationId, event, now: new Date() });

/** The same when the host gets it. */
export const followSharing = (
  tx: Transaction,
  scope: MerchantScope,
  { id, integrationId, causeCodes, mailedTo }: SharedReport,
  how: SharingWay,
): Promise<unknown> =>
  followReport(tx, scope, integrationId, { kind: "report_shared", asked: { reportId: id, causes: causeCodes, how, to: mailedTo } });
