import { toCauseCode } from "@/lib/check/causes";
import { toTraits } from "@/lib/check/shop-traits";
import { inPlatform } from "@/lib/infra/db";
import type { NotificationDelivery } from "@/lib/infra/prisma-client/client";
import type { NotifiableNote } from "@/lib/notify/notifiable-note";
import { MIN_MERCHANTS, type SharedIncident, type SharedIncidents } from "@/lib/notify/shared-incident";

/** A lane may need action before the check of its shop ends and the incident starts. */
const BEFORE_INCIDENT_MINUTES = 60;

/** The message that is being composed. */
type Composed = Pick<NotificationDelivery, "merchantId" | "id" | "personId" | "channelId">;

interface Row extends Omit<SharedIncident, "cause" | "traits"> {
  integrationId: string;
  cause: string;
  traits: unknown;
}

/** The open incidents that the notes belong to, and whether the receiver was already notified of them. */
export async function readSharedIncidents(
  { merchantId, id, personId, channelId }: Composed,
  notes: readonly Pick<NotifiableNote, "kind" | "integrationId">[],
): Promise<SharedIncidents> {
  const shops = [...new Set(notes.flatMap(({ kind, integrationId }) => (kind === "needs_you" && integrationId ? [integrationId] : [])))];
  if (shops.length === 0) return new Map();
  const rows = await inPlatform(
    (tx) => tx.$queryRaw<Row[]>`
      with problem as (
        select distinct i.id, i.started_at, i.cause, i.traits, i.most_shops from fleet_incident_shop s join fleet_incident i on i.id = s.incident_id
        where s.merchant_id = ${merchantId}::uuid and s.integration_id = any(${shops}::uuid[]) and s.left_at is null and i.resolved_at is null
          and i.most_merchants >= ${MIN_MERCHANTS}
      ), notified as (
        select p.*, exists (
          select 1 from notification_delivery d
            join notification n on n.merchant_id = d.merchant_id and n.id = any(d.notification_ids)
            join fleet_incident_shop o on o.merchant_id = n.merchant_id and o.incident_id = p.id and o.integration_id = n.integration_id
          where d.merchant_id = ${merchantId}::uuid and d.id <> ${id}::uuid and d.status = 'sent'
            and d.person_id is not distinct from ${personId}::uuid and d.channel_id is not distinct from ${channelId}::uuid
            and n.kind = 'needs_you' and n.at >= p.started_at - make_interval(mins => ${BEFORE_INCIDENT_MINUTES})) as known
        from problem p
      )
      select s.integration_id as "integrationId", k.id as "incidentId", k.started_at as "startedAt", k.cause, k.traits, k.most_shops as shops, k.known as "isKnown"
      from notified k join fleet_incident_shop s on s.merchant_id = ${merchantId}::uuid and s.incident_id = k.id and s.left_at is null`,
  );
  const byIncident = new Map<string, SharedIncident>();
  const incidents = new Map<string, SharedIncident>();
  for (const { integrationId, cause, traits, ...row } of rows) {
    const incident = byIncident.get(row.incidentId) ?? { ...row, cause: toCauseCode(cause), traits: toTraits(traits) };
    byIncident.set(row.incidentId, incident);
    incidents.set(integrationId, incident);
  }
  return incidents;
}
