import { useTranslations } from "next-intl";
import { Term } from "@/components/help/term";
import { IncidentItem } from "@/components/incidents/incident-item";
import { TextLink } from "@/components/ui/text-link";
import type { IncidentView } from "@/lib/operations/incidents/data";

interface SectionProps {
  merchantId: string;
  integrationId: string;
  incidents: readonly IncidentView[];
}

/** The newest incidents of one shop on its page. */
export function IncidentsSection({ merchantId, integrationId, incidents }: SectionProps) {
  const t = useTranslations("incidents.panel");
  return (
    <section aria-labelledby="incidents" className="grid min-w-0 gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <div className="flex items-center gap-1">
          <h2 id="incidents" className="font-semibold text-lg">
            {t("title")}
          </h2>
          <Term name="incident" />
        </div>
        {incidents.length > 0 ? <TextLink href={`/m/${merchantId}/incidents?shop=${integrationId}`}>{t("all")}</TextLink> : null}
      </div>
      {incidents.length === 0 ? (
        <p className="text-ink-2">{t("none")}</p>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {incidents.map((incident) => (
            <li key={incident.id}>
              <IncidentItem incident={incident} shopHref={null} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
