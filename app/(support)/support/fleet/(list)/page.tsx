import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { useValueNames } from "@/app/(support)/support/fleet/bulk/filter-badges";
import { JobRow } from "@/app/(support)/support/fleet/job-row";
import { Sparkline } from "@/components/charts/sparkline";
import { FollowConsole } from "@/components/live/follow-page";
import { PastTime } from "@/components/sync/past-time";
import { Banner } from "@/components/ui/banner";
import { SubmitButton } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/fields";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Panel, Section } from "@/components/ui/section";
import { localeOptions } from "@/components/ui/select";
import { StateMark } from "@/components/ui/state-mark";
import { TextLink } from "@/components/ui/text-link";
import { describeTraits } from "@/lib/check/describe-traits";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import { anyKey } from "@/lib/i18n/any-key";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { askHost } from "@/lib/operations/fleet/actions";
import { COUNTED_DIMENSIONS, type Counted, type FleetCount } from "@/lib/operations/fleet/counts";
import type { FleetIncidentView } from "@/lib/operations/fleet/data";
import { loadFleet } from "@/lib/operations/fleet/loaders";
import { countFailingFixes } from "@/lib/operations/learning/loaders";

export const generateMetadata = pageTitle("fleet", "title");

export default async function FleetPage() {
  const readAt = Date.now();
  const [{ incidents, counts, course, jobs, mayRun }, failing, t] = await Promise.all([
    loadFleet(),
    countFailingFixes(),
    getTranslations("fleet"),
  ]);
  const open = incidents.filter(({ resolvedAt }) => resolvedAt === null);
  const past = incidents.filter(({ resolvedAt }) => resolvedAt !== null);
  return (
    <ClientMessages namespaces={["states"]}>
      <div className="grid gap-8">
        <FollowConsole merchantId={null} readAt={readAt} />
        <PageHeader className="mb-0" title={t("title")} description={mayRun ? t("lead") : `${t("lead")} ${t("leads_run")}`} />
        <p className="flex flex-wrap items-baseline gap-x-3">
          {failing > 0 ? <StateMark tone="action_needed">{t("fixes.failing", { count: failing })}</StateMark> : null}
          <TextLink href="/support/fleet/fixes">{t("fixes.show")}</TextLink>
        </p>
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
                  <JobRow job={job} mayStop={mayRun} isLinked />
                </li>
              ))}
            </ul>
          </Section>
        ) : null}
        <div className="grid items-start gap-4 md:grid-cols-2">
          {COUNTED_DIMENSIONS.map((dimension) => (
            <CountPanel
              key={dimension}
              dimension={dimension}
              counts={counts.filter((count) => count.dimension === dimension)}
              course={course}
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
      {isOpen && incident.traits.network ? <AskHost incident={incident} mayRun={mayRun} /> : null}
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

/** One report on all shops, from us to their host. */
function AskHost({ incident: { id, askedTo, askedAt }, mayRun }: { incident: FleetIncidentView; mayRun: boolean }) {
  const t = useTranslations("fleet.ask");
  const locale = useLocale();
  if (askedTo !== null)
    return <p>{askedAt ? t.rich("asked", { to: askedTo, when: () => <PastTime at={askedAt} /> }) : t("sending", { to: askedTo })}</p>;
  if (!mayRun) return null;
  return (
    <details>
      <summary className="min-h-6 cursor-pointer">{t("open")}</summary>
      <form action={askHost.bind(null, id)} className="mt-2 grid max-w-xl gap-3 sm:grid-cols-[1fr_auto_auto] sm:items-end">
        <TextField label={t("mail_to")} name="mailTo" type="email" required autoComplete="off" />
        <SelectField label={t("language")} name="locale" defaultValue={locale}>
          {localeOptions()}
        </SelectField>
        <SubmitButton>{t("send")}</SubmitButton>
      </form>
    </details>
  );
}

interface CountPanelProps {
  dimension: Counted;
  counts: readonly FleetCount[];
  /** Recent history of each value, keyed by `dimension value`. */
  course: ReadonlyMap<string, readonly number[]>;
}

/** Hours in the chart; a shorter history is right-aligned. */
const HOURS = 48;

/** Number of shops per value, now and over two days; each opens its shops. A value that only one shop had needs no chart. */
function CountPanel({ dimension, counts, course }: CountPanelProps) {
  const t = useTranslations("fleet");
  const nameOf = useValueNames();
  return (
    <Panel title={t(`dimension.${dimension}`)}>
      {counts.length === 0 ? <p className="text-ink-2">{t("no_counts")}</p> : null}
      <ul className="grid gap-0.5">
        {counts.map(({ value, count }) => {
          const line = course.get(`${dimension} ${value}`) ?? [];
          return (
            <li
              key={value}
              data-row=""
              tabIndex={-1}
              className="relative grid grid-cols-[minmax(0,1fr)_3.5rem] items-center gap-x-3 rounded-md px-1.5 py-1 hover:bg-hover/60 sm:grid-cols-[minmax(0,1fr)_6rem_3.5rem]"
            >
              {dimension === "state" && (value === "paused" || value === "off") ? (
                <span className="[overflow-wrap:anywhere]">{nameOf(dimension, value)}</span>
              ) : (
                <Link
                  href={`/support/fleet/shops?${new URLSearchParams({ [dimension]: value })}`}
                  prefetch={false}
                  className="rounded-sm [overflow-wrap:anywhere] after:absolute after:inset-0"
                >
                  {nameOf(dimension, value)}
                </Link>
              )}
              {/* On phones the chart is below the name. */}
              <span className="order-last col-span-full sm:order-none sm:col-span-1">
                {line.length > 1 && Math.max(count, ...line) > 1 ? (
                  <Sparkline
                    values={[...Array<number>(Math.max(0, HOURS - line.length)).fill(0), ...line]}
                    label={t("course", { hours: line.length, counts: line.slice(-6).join(", ") })}
                  />
                ) : null}
              </span>
              <span className="text-right font-medium tabular-nums">{count}</span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
