import { toCauseCode } from "@/lib/check/causes";
import { toTraits } from "@/lib/check/shop-traits";
import { inPlatform } from "@/lib/infra/db";
import type { CollectedNote } from "@/lib/notify/collapse";
import type { NotedProblem, Problems } from "@/lib/notify/noted-problem";

/** A lane may need somebody before its shop's check ends and the incident begins. */
const BEFORE_INCIDENT_MINUTES = 60;

interface Receiver {
  merchantId: string;
  /** Of the message that is being written. */
  id: string;
  personId: string | null;
  channelId: string | null;
}

interface Row {
  integrationId: string;
  incidentId: string;
  startedAt: Date;
  cause: string;
  traits: unknown;
  shops: number;
  isTold: boolean;
}

/** The open incidents of many shops that notes of trouble belong to, and whether their receiver has heard of them in a message that was sent. */
export async function readProblems(
  { merchantId, id, personId, channelId }: Receiver,
  notes: readonly Pick<CollectedNote, "kind" | "integrationId">[],
): Promise<Problems> {
  const shops = [...new Set(notes.flatMap(({ kind, integrationId }) => (kind === "needs_you" && integrationId ? [integrationId] : [])))];
  if (shops.length === 0) return new Map();
  const rows = await inPlatform(
    (tx) => tx.$queryRaw<Row[]>`
      with problem as (
        select distinct i.id, i.started_at, i.cause, i.traits, i.most_shops from fleet_incident_shop s join fleet_incident i on i.id = s.incident_id
        where s.merchant_id = ${merchantId}::uuid and s.integration_id = any(${shops}::uuid[]) and s.left_at is null and i.resolved_at is null
      ), known as (
        select p.*, exists (
          select 1 from notification_delivery d
            join notification n on n.merchant_id = d.merchant_id and n.id = any(d.notification_ids)
            join fleet_incident_shop o on o.merchant_id = n.merchant_id and o.incident_id = p.id and o.integration_id = n.integration_id
          where d.merchant_id = ${merchantId}::uuid and d.id <> ${id}::uuid and d.status = 'sent'
            and d.person_id is not distinct from ${personId}::uuid and d.channel_id is not distinct from ${channelId}::uuid
            and n.kind = 'needs_you' and n.at >= p.started_at - make_interval(mins => ${BEFORE_INCIDENT_MINUTES})) as told
        from problem p
      )
      select s.integration_id as "integrationId", k.id as "incidentId", k.started_at as "startedAt", k.cause, k.traits, k.most_shops as shops, k.told as "isTold"
      from known k join fleet_incident_shop s on s.merchant_id = ${merchantId}::uuid and s.incident_id = k.id and s.left_at is null`,
  );
  const byIncident = new Map<string, NotedProblem>();
  const problems = new Map<string, NotedProblem>();
  for (const { integrationId, cause, traits, ...row } of rows) {
    const problem = byIncident.get(row.incidentId) ?? { ...row, cause: toCauseCode(cause), traits: toTraits(traits) };
    byIncident.set(row.incidentId, problem);
    problems.set(integrationId, problem);
  }
  return problems;
}
