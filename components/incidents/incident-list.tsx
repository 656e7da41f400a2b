import { IncidentItem } from "@/components/incidents/incident-item";
import type { IncidentView } from "@/lib/incidents/data";

/** Incidents in one frame, newest first. `merchantId`: null on the page of one shop, where none is named. */
export function IncidentList({ incidents, merchantId }: { incidents: readonly IncidentView[]; merchantId: string | null }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {incidents.map((incident) => (
        <IncidentItem
          key={incident.id}
          incident={incident}
          shopHref={merchantId === null ? null : `/m/${merchantId}/integrations/${incident.integrationId}`}
        />
      ))}
    </ul>
  );
}
