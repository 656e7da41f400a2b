import { IncidentItem } from "@/components/incidents/incident-item";
import { StableList } from "@/components/live/stable-list";
import { route } from "@/lib/base/route";
import type { IncidentView } from "@/lib/operations/incidents/data";

interface ListProps {
  /** All incidents of the page, so that one that ends stays in place. */
  incidents: readonly IncidentView[];
  /** Which of them belong in this list. */
  belongs: (incident: IncidentView) => boolean;
  merchantId: string;
}

/** Incidents in one frame, newest first. */
export function IncidentList({ incidents, belongs, merchantId }: ListProps) {
  const items = incidents.map((incident) => ({
    id: incident.id,
    version: `${incident.state} ${incident.end} ${incident.affected} ${incident.acts.length}`,
    here: belongs(incident),
    node: <IncidentItem incident={incident} shopHref={route(`/m/${merchantId}/integrations/${incident.integrationId}`)} />,
  }));
  return <StableList kind="incidents" items={items} />;
}
