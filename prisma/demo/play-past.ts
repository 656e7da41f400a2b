import { toRefusedVisitors } from "@/lib/connectors/egress/choose-visitor";
import { jobScope } from "@/lib/identity/accounts/access";
import type { Incident } from "@/lib/incidents/incident";
import { pastEvents } from "@/lib/incidents/past-events";
import { recordIncidentEvent } from "@/lib/incidents/record";
import { type IncidentEvent, nextClockAt } from "@/lib/incidents/transitions";
import type { Transaction } from "@/lib/infra/db";

/**
 * Plays what happened to a shop's lanes as events at their own times, so that incidents, timelines and notes are the product's own and their
 * dates agree.
 */
export async function playPast(tx: Transaction, owner: { merchantId: string; integrationId: string }, until: Date): Promise<void> {
  const { merchantId, integrationId: id } = owner;
  const scope = jobScope("sync-orders", merchantId);
  const where = { merchantId_id: { merchantId, id } };
  const { lanes, refusedVisitors } = await tx.integration.findUniqueOrThrow({ where, include: { lanes: true } });
  const moves = await tx.laneTransition.findMany({ where: owner, orderBy: [{ at: "asc" }, { id: "asc" }] });
  let incident: Incident | null = null;
  const play = async (event: IncidentEvent, now: Date): Promise<void> => {
    incident = await recordIncidentEvent(tx, scope, { integrationId: id, event, now });
  };
  const wait = async (end: Date): Promise<void> => {
    for (let due = incident && nextClockAt(incident); due && due <= end; ) {
      await play({ kind: "clock" }, due);
      const next: Date | null = incident && nextClockAt(incident);
      due = next && next > due ? next : null;
    }
  };
  for (const { at, event } of pastEvents({ moves, lanes, refused: toRefusedVisitors(refusedVisitors) })) {
    await wait(at);
    await play(event, at);
  }
  await wait(until);
}
