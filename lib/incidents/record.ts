import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Actor } from "@/lib/identity/accounts/actor";
import { incidentMoved } from "@/lib/incidents/events";
import { type Incident, incidentSchema } from "@/lib/incidents/incident";
import { type IncidentChange, type IncidentEvent, moveIncident, nextClockAt } from "@/lib/incidents/transitions";
import type { Transaction } from "@/lib/infra/db";
import type { Incident as StoredIncident } from "@/lib/infra/prisma-client/client";

/** A stored incident as this version reads it. */
export const toIncident = ({ id, openedAt, closedAt, facts }: Pick<StoredIncident, "id" | "openedAt" | "closedAt" | "facts">): Incident =>
  incidentSchema.parse({ ...(facts as object), id, openedAt, closedAt });

/** Instants as ISO texts, the form that incidentSchema reads. */
const toFacts = ({ id: _, openedAt: __, closedAt: ___, ...facts }: Incident): object => JSON.parse(JSON.stringify(facts)) as object;

/** The newest incident of a shop, open or closed; null if nothing was ever wrong. */
export async function findNewestIncident(tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<Incident | null> {
  const newest = await tx.incident.findFirst({
    where: { merchantId, integrationId },
    orderBy: [{ openedAt: "desc" }, { id: "desc" }],
  });
  return newest && toIncident(newest);
}

export type DatedEntry = IncidentChange["entries"][number] & { at: Date; actor: Actor };

/** Stores an incident as it is now, and what its timeline gains. */
export async function storeIncident(
  tx: Transaction,
  owner: { merchantId: string; integrationId: string },
  incident: Incident,
  entries: readonly DatedEntry[],
): Promise<void> {
  const { merchantId } = owner;
  const { id, openedAt, closedAt } = incident;
  const stored = { openedAt, closedAt, nextClockAt: nextClockAt(incident), facts: toFacts(incident) };
  await tx.incident.upsert({ where: { merchantId_id: { merchantId, id } }, create: { ...owner, id, ...stored }, update: stored });
  const rows = entries.map(({ at, kind, actor, details }) => ({ merchantId, incidentId: id, at, kind, actor, details: details as object }));
  await tx.incidentEntry.createMany({ data: rows });
}

export interface IncidentOccurrence {
  integrationId: string;
  event: IncidentEvent;
  now: Date;
}

/** Moves the shop's incident in the caller's transaction, which holds the shop's lock (lib/health/lock-shop.ts), and appends to its timeline. */
export async function recordIncidentEvent(
  tx: Transaction,
  scope: MerchantScope,
  { integrationId, event, now }: IncidentOccurrence,
): Promise<Incident | null> {
  const { merchantId } = scope;
  const before = await findNewestIncident(tx, scope, integrationId);
  const { incident, entries, tell } = moveIncident(before, event, now, randomUUID());
  if (!incident || isDeepStrictEqual(incident, before)) return incident;
  const timeline = entries.map((entry) => ({ ...entry, at: now, actor: scope.actor }));
  await storeIncident(tx, { merchantId, integrationId }, incident, timeline);
  if (entries.length > 0 || tell !== null)
    await incidentMoved.publish(tx, { scope, integrationId, at: now, incident, before, entries, tell });
  return incident;
}
