import { useTranslations } from "next-intl";
import { PastTime } from "@/components/sync/past-time";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/link-button";
import { describeTraits } from "@/lib/check/describe-traits";
import type { Translate } from "@/lib/check/diagnosis/describe-cause";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import type { FleetIncidentView } from "@/lib/operations/fleet/data";

/** A fleet incident in one sentence: number of shops, problem, start, common trait. */
export function IncidentCard({ incident, mayRun }: { incident: FleetIncidentView; mayRun: boolean }) {
  const t = useTranslations("fleet");
  const causes = useTranslations("causes") as unknown as Translate;
  const platforms = useTranslations("integrations.platform");
  const isOpen = incident.resolvedAt === null;
  return (
    <Banner
      tone={isOpen ? "action_needed" : "healthy"}
      title={t.rich("incident.title", {
        count: isOpen ? incident.shops : incident.mostShops,
        cause: nameCause(causes, incident.cause),
        since: () => <PastTime at={incident.startedAt} since />,
      })}
      action={
        isOpen && mayRun ? (
          <LinkButton size="sm" href={`/support/fleet/bulk?incident=${incident.id}`}>
            {t("incident.act")}
          </LinkButton>
        ) : null
      }
    >
      <p>{t("incident.common", { traits: describeTraits(incident.traits, { t, causes, platforms }) })}</p>
      <p className="text-sm">
        {t("incident.merchants", { count: incident.merchants })}
        {incident.resolvedAt ? (
          <>
            {" · "}
            {t.rich("incident.over", { time: () => <PastTime at={incident.resolvedAt ?? incident.startedAt} since /> })}
          </>
        ) : null}
      </p>
    </Banner>
  );
}
