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

type Note = Pick<NotifiableNote, "kind" | "integrationId">;

const shopsOf = (notes: readonly Note[], wanted: Note["kind"]): string[] => [
  ...new Set(notes.flatMap(({ kind, integrationId }) => (kind === wanted && integrationId ? [integrationId] : []))),
];

/** The shared incidents that the notes belong to, and whether the receiver was already notified of them. */
export const readSharedIncidents = async (composed: Composed, notes: readonly Note[]): Promise<SharedIncidents> => ({
  open: await readOpen(composed, shopsOf(notes, "needs_you")),
  over: await readOver(composed, shopsOf(notes, "recovered")),
});

/** A shop leaves a shared incident before its own incident ends. */
const LEFT_WITHIN_HOURS = 24;

/** The newest shared incident that each shop left, even if others are still in it. */
async function readOver({ merchantId }: Composed, shops: readonly string[]): Promise<Map<string, SharedIncident>> {
  if (shops.length === 0) return new Map();
  const rows = await inPlatform(
    (tx) => tx.$queryRaw<Omit<Row, "isKnown">[]>`
      select distinct on (s.integration_id) s.integration_id as "integrationId", i.id as "incidentId", i.started_at as "startedAt", i.cause, i.traits,
        i.most_shops as shops
      from fleet_incident_shop s join fleet_incident i on i.id = s.incident_id
      where s.merchant_id = ${merchantId}::uuid and s.integration_id = any(${[...shops]}::uuid[])
        and s.left_at > now() - make_interval(hours => ${LEFT_WITHIN_HOURS}) and i.most_merchants >= ${MIN_MERCHANTS}
      order by s.integration_id, s.left_at desc`,
  );
  return byShop(rows.map((row) => ({ ...row, isKnown: false })));
}

/** The merchant's shops that are still in a shared incident which others of these shops have left, or have not left yet themselves. */
export async function findStillShared(merchantId: string, notes: readonly Note[]): Promise<Set<string>> {
  const shops = shopsOf(notes, "recovered");
  if (shops.length === 0) return new Set();
  const rows = await inPlatform(
    (tx) => tx.$queryRaw<{ id: string }[]>`
      select distinct s.integration_id as id from fleet_incident_shop s join fleet_incident i on i.id = s.incident_id
      where s.merchant_id = ${merchantId}::uuid and s.integration_id = any(${shops}::uuid[]) and i.most_merchants >= ${MIN_MERCHANTS}
        and i.resolved_at is null and exists (select from fleet_incident_shop other
          where other.merchant_id = s.merchant_id and other.incident_id = s.incident_id and other.left_at is null)`,
  );
  return new Set(rows.map(({ id }) => id));
}

async function readOpen({ merchantId, id, personId, channelId }: Composed, shops: readonly string[]): Promise<Map<string, SharedIncident>> {
  if (shops.length === 0) return new Map();
  const rows = await inPlatform(
    (tx) => tx.$queryRaw<Row[]>`
      with problem as (
        select distinct i.id, i.started_at, i.cause, i.traits, i.most_shops from fleet_incident_shop s join fleet_incident i on i.id = s.incident_id
        where s.merchant_id = ${merchantId}::uuid and s.integration_id = any(${[...shops]}::uuid[]) and s.left_at is null and i.resolved_at is null
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
  return byShop(rows);
}

/** Notes of one incident share one object. */
function byShop(rows: readonly Row[]): Map<string, SharedIncident> {
  const byIncident = new Map<string, SharedIncident>();
  const incidents = new Map<string, SharedIncident>();
  for (const { integrationId, cause, traits, ...row } of rows) {
    const incident = byIncident.get(row.incidentId) ?? { ...row, cause: toCauseCode(cause), traits: toTraits(traits) };
    byIncident.set(row.incidentId, incident);
    incidents.set(integrationId, incident);
  }
  return incidents;
}
