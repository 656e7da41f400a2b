import { INCIDENT_DAYS } from "@/lib/base/retention";
import { DAY_MS } from "@/lib/base/units";
import { toRefusedVisitors } from "@/lib/connectors/egress/choose-visitor";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readActor } from "@/lib/identity/accounts/actor";
import { type Incident, SHARING_WAYS } from "@/lib/incidents/incident";
import { pastEvents } from "@/lib/incidents/past-events";
import { type PastEvent, playEvents } from "@/lib/incidents/play-events";
import { storeIncident, toIncident } from "@/lib/incidents/record";
import { causeKey } from "@/lib/incidents/transitions";
import type { Transaction } from "@/lib/infra/db";
import type { SharedReport } from "@/lib/infra/prisma-client/client";

/**
 * Writes the incidents of a shop from before its first stored one, from the changes of its lanes. Members are notified of nothing. The caller
 * holds the shop's lock. @returns how many incidents
 */
export async function backfillIncident(tx: Transaction, { merchantId }: MerchantScope, integrationId: string, now: Date): Promise<number> {
  const where = { merchantId, integrationId };
  const stored = await tx.incident.findFirst({ where, orderBy: [{ openedAt: "asc" }, { id: "asc" }] });
  const first = stored && toIncident(stored);
  const until = first?.openedAt ?? now;
  const shop = await tx.integration.findFirst({ where: { merchantId, id: integrationId }, select: { refusedVisitors: true, lanes: true } });
  if (!shop) return 0;
  const from = new Date(now.getTime() - INCIDENT_DAYS * DAY_MS);
  const at = first ? { gte: from, lt: until } : { gte: from };
  const moves = await tx.laneTransition.findMany({ where: { ...where, at }, orderBy: [{ at: "asc" }, { id: "asc" }] });
  const sharedAt = first ? { lt: until } : { not: null };
  const reports = await tx.sharedReport.findMany({ where: { ...where, sharedAt }, orderBy: { sharedAt: "asc" } });
  // What is now belongs to the stored incidents.
  const present = first ? { lanes: [], refused: [] } : { lanes: shop.lanes, refused: toRefusedVisitors(shop.refusedVisitors) };
  const events = [...pastEvents({ moves, ...present }), ...reports.flatMap(asSharing)];
  const played = playEvents(
    events.sort((one, other) => one.at.getTime() - other.at.getTime()),
    until,
  );
  for (const { incident, entries } of played) {
    if (first && !incident.closedAt) {
      const begun = entries.filter(({ kind }) => kind !== "opened");
      await storeIncident(tx, where, sinceThen(first, incident), begun);
      continue;
    }
    const report = reports.find(({ id }) => id === incident.asked?.reportId);
    const asked = incident.asked && report ? { ...incident.asked, ...followed(report) } : incident.asked;
    await storeIncident(tx, where, { ...incident, asked }, entries);
  }
  return played.length;
}

/** The first stored incident as the continuation of one that was not over when it was stored. */
function sinceThen(stored: Incident, { openedAt, causes }: Incident): Incident {
  const seen = new Map(causes.map((cause) => [causeKey(cause), cause.firstSeenAt]));
  const since = stored.causes.map((cause) => ({ ...cause, firstSeenAt: seen.get(causeKey(cause)) ?? cause.firstSeenAt }));
  return { ...stored, openedAt, causes: since };
}

function asSharing({ id, causeCodes, sharedHow, sharedAt, mailedTo, createdBy }: SharedReport): PastEvent[] {
  const how = SHARING_WAYS.find((one) => one === sharedHow);
  const asked = { reportId: id, causes: causeCodes, to: mailedTo };
  return how && sharedAt ? [{ at: sharedAt, actor: readActor(createdBy), event: { kind: "report_shared", asked: { ...asked, how } } }] : [];
}

/** What the host did with a report; only the last time of each is known. */
const followed = ({ openedCount, lastOpenedAt, testedAt, greenAt, remindedAt }: SharedReport) => ({
  opened: openedCount,
  lastOpenedAt,
  testedAt: greenAt ?? testedAt,
  passedAt: greenAt,
  remindedAt,
});
