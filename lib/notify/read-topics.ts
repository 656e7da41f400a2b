import { MINUTE_MS } from "@/lib/base/units";
import type { Story, Viewer } from "@/lib/incidents/describe-incident";
import { needsAction } from "@/lib/incidents/effects";
import type { Incident } from "@/lib/incidents/incident";
import { toIncident } from "@/lib/incidents/record";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import type { NotificationDelivery } from "@/lib/infra/prisma-client/client";
import { decide, type Standing, type Statement } from "@/lib/notify/decide";
import { KIND_TRAITS } from "@/lib/notify/kinds";
import type { NotifiableNote } from "@/lib/notify/notifiable-note";

/** What the product says about these shops now, by id; given by the process, since pages and messages say the same. */
export type TellShops = (merchantId: string, integrationIds: readonly string[], viewer: Viewer) => Promise<ReadonlyMap<string, Story>>;

/** What one line of a message is about: an incident, or a note of its own. */
export interface Topic {
  /** The newest note that the line takes the place of. */
  note: NotifiableNote;
  about: IncidentTopic | null;
}

export interface IncidentTopic {
  incident: Pick<Incident, "id" | "openedAt" | "quietSince">;
  statement: Statement;
  story: Story;
  /** Whether no earlier message to the receiver named it. */
  isFirst: boolean;
}

export interface Topics {
  topics: Topic[];
  /** Ids of the notes that the message replaces. */
  ids: string[];
  /** Ids of notes that wait for a later one. */
  held: string[];
}

type Receiver = Pick<NotificationDelivery, "merchantId" | "id" | "personId" | "channelId">;

const isWarning = ({ kind }: NotifiableNote): boolean => kind === "off_soon" || kind === "switched_off";

function standingOf(incident: Incident, story: Story, notes: readonly NotifiableNote[]): Standing {
  if (story.state === "paused" || story.state === "maintenance") return "unsettled";
  if (incident.closedAt) return "over";
  return incident.quietSince === null && (needsAction(incident) || notes.some(isWarning)) ? "trouble" : "unsettled";
}

/** What to say about collected notes (oldest first): one topic per incident, and one per other note. */
export async function readTopics(
  receiver: Receiver,
  notes: readonly NotifiableNote[],
  viewer: Viewer,
  tellShops: TellShops,
): Promise<Topics> {
  const { merchantId } = receiver;
  const byIncident = Map.groupBy(notes, ({ params }) => (typeof params["incidentId"] === "string" ? params["incidentId"] : null));
  const single = byIncident.get(null) ?? [];
  byIncident.delete(null);
  const incidentIds = [...byIncident.keys()].flatMap((id) => id ?? []);
  const { incidents, lastReported } = await inPlatform(async (tx) => {
    const stored = await tx.incident.findMany({ where: { merchantId, id: { in: incidentIds } } });
    const incidents = stored.map((one) => ({ integrationId: one.integrationId, incident: toIncident(one) }));
    return { incidents, lastReported: await readLastReported(tx, receiver, incidents) };
  });
  const shops = incidents.map(({ integrationId }) => integrationId);
  const stories = shops.length === 0 ? new Map<string, Story>() : await tellShops(merchantId, shops, viewer);
  const decided = incidents.flatMap(({ integrationId, incident }) => {
    const story = stories.get(integrationId);
    const own = byIncident.get(incident.id) ?? [];
    const last = lastReported.get(incident.id) ?? null;
    return story ? [{ integrationId, incident, story, last, ...decide(standingOf(incident, story, own), own, last) }] : [];
  });
  const troubled = new Set(decided.filter(({ statement }) => statement === "trouble").map(({ integrationId }) => integrationId));
  const topics = decided.flatMap(({ integrationId, incident, story, last, statement, reported }): Topic[] => {
    const note = reported.findLast(({ kind }) => KIND_TRAITS[kind].about === statement);
    // An older incident of a shop that is in trouble again.
    if (!statement || !note || (statement !== "trouble" && troubled.has(integrationId))) return [];
    return [{ note, about: { incident, statement, story, isFirst: last === null } }];
  });
  return {
    topics: [...topics, ...single.map((note) => ({ note, about: null }))].toSorted((a, b) => a.note.at.getTime() - b.note.at.getTime()),
    ids: [...decided.flatMap(({ reported }) => reported), ...single].map(({ id }) => id),
    held: decided.flatMap(({ held }) => held).map(({ id }) => id),
  };
}

/** What the last message to the receiver said about each incident. */
async function readLastReported(
  tx: Transaction,
  { merchantId, id, personId, channelId }: Receiver,
  incidents: readonly { incident: Incident }[],
): Promise<Map<string, "trouble" | "over">> {
  if (incidents.length === 0) return new Map();
  const first = new Date(Math.min(...incidents.map(({ incident }) => incident.openedAt.getTime())) - MINUTE_MS);
  const rows = await tx.$queryRaw<{ incidentId: string; kind: string }[]>`
    select distinct on (n.params->>'incidentId') n.params->>'incidentId' as "incidentId", n.kind
    from notification_delivery d join notification n on n.merchant_id = d.merchant_id and n.id = any(d.notification_ids)
    where d.merchant_id = ${merchantId}::uuid and d.id <> ${id}::uuid and d.status = 'sent' and d.created_at >= ${first}
      and d.person_id is not distinct from ${personId}::uuid and d.channel_id is not distinct from ${channelId}::uuid
      and n.params->>'incidentId' = any(${incidents.map(({ incident }) => incident.id)}::text[]) and n.kind <> 'report_green'
    order by n.params->>'incidentId', d.ended_at desc, n.at desc`;
  return new Map(rows.map(({ incidentId, kind }) => [incidentId, kind === "recovered" ? "over" : "trouble"]));
}
