import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { CountPanel } from "@/app/(support)/support/fleet/(list)/count-panel";
import { JobRow } from "@/app/(support)/support/fleet/job-row";
import { FollowConsole } from "@/components/live/follow-page";
import { PastTime } from "@/components/sync/past-time";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { StateMark } from "@/components/ui/state-mark";
import { describeTraits } from "@/lib/check/describe-traits";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import { anyKey } from "@/lib/i18n/any-key";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { COUNTED } from "@/lib/operations/fleet/counts";
import type { FleetIncidentView } from "@/lib/operations/fleet/data";
import { loadFleet } from "@/lib/operations/fleet/loaders";

export const generateMetadata = pageTitle("fleet", "title");

export default async function FleetPage() {
  const readAt = Date.now();
  const [{ incidents, counts, course, jobs, mayRun }, t] = await Promise.all([loadFleet(), getTranslations("fleet")]);
  const open = incidents.filter(({ resolvedAt }) => resolvedAt === null);
  const past = incidents.filter(({ resolvedAt }) => resolvedAt !== null);
  return (
    <ClientMessages namespaces={["states"]}>
      <div className="grid gap-8">
        <FollowConsole merchantId={null} readAt={readAt} />
        <PageHeader className="mb-0" title={t("title")} description={mayRun ? t("lead") : `${t("lead")} ${t("leads_run")}`} />
        <Section title={t("incidents")}>
          {open.length === 0 ? <StateMark tone="healthy">{t("no_incident")}</StateMark> : null}
          {open.map((incident) => (
            <IncidentCard key={incident.id} incident={incident} mayRun={mayRun} />
          ))}
          {past.length > 0 ? (
            <details>
              <summary className="cursor-pointer rounded-sm text-ink-2">{t("past", { count: past.length })}</summary>
              <div className="mt-2 grid gap-2">
                {past.map((incident) => (
                  <IncidentCard key={incident.id} incident={incident} mayRun={mayRun} />
                ))}
              </div>
            </details>
          ) : null}
        </Section>
        {jobs.length > 0 ? (
          <Section title={t("jobs")}>
            <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
              {jobs.map((job) => (
                <li key={job.id} data-row="" tabIndex={-1} className="px-4 py-3">
                  <JobRow job={job} mayStop={mayRun} />
                </li>
              ))}
            </ul>
          </Section>
        ) : null}
        <div className="grid items-start gap-4 md:grid-cols-2">
          {COUNTED.map((dimension) => (
            <CountPanel
              key={dimension}
              dimension={dimension}
              counts={counts.filter((count) => count.dimension === dimension)}
              course={course}
              mayRun={mayRun}
            />
          ))}
        </div>
      </div>
    </ClientMessages>
  );
}

function IncidentCard({ incident, mayRun }: { incident: FleetIncidentView; mayRun: boolean }) {
  const t = useTranslations("fleet");
  const causes = anyKey(useTranslations("causes"));
  const shopSystems = useTranslations("integrations.shop_system");
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
      <p>{t("incident.common", { traits: describeTraits(incident.traits, { t: anyKey(t), causes, shopSystems: anyKey(shopSystems) }) })}</p>
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
