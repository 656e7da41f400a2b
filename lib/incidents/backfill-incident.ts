import { INCIDENT_DAYS } from "@/lib/base/retention";
import { DAY_MS } from "@/lib/base/units";
import { toRefusedVisitors } from "@/lib/connectors/egress/choose-visitor";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readActor } from "@/lib/identity/accounts/actor";
import { SHARING_WAYS } from "@/lib/incidents/incident";
import { pastEvents } from "@/lib/incidents/past-events";
import { type PastEvent, playEvents } from "@/lib/incidents/play-events";
import { storeIncident } from "@/lib/incidents/record";
import type { Transaction } from "@/lib/infra/db";
import type { SharedReport } from "@/lib/infra/prisma-client/client";

/**
 * Writes the incidents of a shop that has none stored, from the changes of its lanes. Members are notified of nothing. The caller holds the
 * shop's lock. @returns how many incidents
 */
export async function backfillIncident(tx: Transaction, { merchantId }: MerchantScope, integrationId: string, now: Date): Promise<number> {
  const where = { merchantId, integrationId };
  if ((await tx.incident.count({ where })) > 0) return 0;
  const shop = await tx.integration.findFirst({ where: { merchantId, id: integrationId }, select: { refusedVisitors: true, lanes: true } });
  if (!shop) return 0;
  const from = new Date(now.getTime() - INCIDENT_DAYS * DAY_MS);
  const moves = await tx.laneTransition.findMany({ where: { ...where, at: { gte: from } }, orderBy: [{ at: "asc" }, { id: "asc" }] });
  const reports = await tx.sharedReport.findMany({ where: { ...where, sharedAt: { not: null } }, orderBy: { sharedAt: "asc" } });
  const events = [
    ...pastEvents({ moves, lanes: shop.lanes, refused: toRefusedVisitors(shop.refusedVisitors) }),
    ...reports.flatMap(asSharing),
  ];
  const played = playEvents(
    events.sort((one, other) => one.at.getTime() - other.at.getTime()),
    now,
  );
  for (const { incident, entries } of played) {
    const report = reports.find(({ id }) => id === incident.asked?.reportId);
    const asked = incident.asked && report ? { ...incident.asked, ...followed(report) } : incident.asked;
    await storeIncident(tx, where, { ...incident, asked }, entries);
  }
  return played.length;
}

function asSharing({ id, causeCodes, sharedHow, sharedAt, mailedTo, createdBy }: SharedReport): PastEvent[] {
  const how = SHARING_WAYS.find((one) => one === sharedHow);
  const asked = { reportId: id, causes: causeCodes, to: mailedTo };
  return how && sharedAt ? [{ at: sharedAt, actor: readActor(createdBy), event: { kind: "report_shared", asked: { ...asked, how } } }] : [];
}

/** What the host did with a report; only the last time of each is known. */
const followed = ({ openedCount, lastOpenedAt, testedAt, greenAt, remindedAt }: SharedReport) => ({
  ...{ opened: openedCount, lastOpenedAt, testedAt: greenAt ?? testedAt, passedAt: greenAt, remindedAt },
});
