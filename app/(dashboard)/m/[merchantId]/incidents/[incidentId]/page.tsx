import type { Metadata } from "next";
import { useFormatter, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { loadIncident } from "@/app/(dashboard)/m/[merchantId]/incidents/loader";
import { FixQuestion, type FixQuestionProps } from "@/components/checks/fix-question";
import { shownFixes } from "@/components/checks/fix-tabs";
import { ProofPair } from "@/components/checks/proof-pair";
import { TimeOfIncident, useLateWords, WhatItWas } from "@/components/incidents/incident-item";
import { IncidentNow } from "@/components/incidents/incident-now";
import { useDuration } from "@/components/incidents/use-duration";
import { Timeline } from "@/components/integrations/timeline";
import { FollowPage } from "@/components/live/follow-page";
import { PrintButton } from "@/components/reports/print-button";
import { ReportMessages } from "@/components/reports/report-messages";
import { PageCrumb } from "@/components/shell/page-crumb";
import { usePhrase } from "@/components/sync/use-phrase";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Panel, Section } from "@/components/ui/section";
import { StateMark } from "@/components/ui/state-mark";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { route } from "@/lib/base/route";
import { toCauseCode } from "@/lib/check/causes";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import type { Cause, CheckResult } from "@/lib/check/result";
import { LANES } from "@/lib/health/lane/lane-name";
import { describeReason } from "@/lib/health/lane/sentence";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { NestedNamespace } from "@/lib/i18n/namespaces";
import { EFFECT_KINDS } from "@/lib/incidents/effects";
import type { IncidentCause } from "@/lib/incidents/incident";
import { reasonOfCause } from "@/lib/incidents/incident-reasons";
import { shopPath } from "@/lib/integrations/shop-paths";
import type { ReportMessage } from "@/lib/operations/reports/answers/data";

/** Client messages of the story and its next step. */
const NAMESPACES: readonly NestedNamespace[] = [
  "states",
  "integrations.list",
  "integrations.page",
  "sync.lane",
  "sync.live",
  "sync.refresh",
  "sync.runs",
  "sync.step",
  "sync.upcoming",
  "tracking.fallback",
  "reports.dialog",
  "reports.panel",
];

type Loaded = Awaited<ReturnType<typeof loadIncident>>;

export async function generateMetadata({ params }: PageProps<"/m/[merchantId]/incidents/[incidentId]">): Promise<Metadata> {
  const { merchantId, incidentId } = await params;
  const [{ incident }, t] = await Promise.all([loadIncident(merchantId, incidentId), getTranslations("incidents.page")]);
  return { title: t("title", { shop: incident.shop }) };
}

export default async function IncidentPage({ params }: PageProps<"/m/[merchantId]/incidents/[incidentId]">) {
  const { merchantId, incidentId } = await params;
  const readAt = Date.now();
  const [loaded, t] = await Promise.all([loadIncident(merchantId, incidentId), getTranslations("incidents.page")]);
  const { incident, now, timeline, results, answers, messages, readOnly } = loaded;
  const { integrationId, shop, causes } = incident;
  const shopHref = route(shopPath(merchantId, integrationId));
  return (
    <ClientMessages namespaces={NAMESPACES}>
      <div className="grid min-w-0 gap-6">
        {now ? null : <FollowPage merchantId={merchantId} integrationId={integrationId} readAt={readAt} />}
        <PageCrumb>{shop}</PageCrumb>
        <PageHeader
          className="mb-0"
          title={<bdi>{t("title", { shop })}</bdi>}
          description={<TimeOfIncident incident={incident} />}
          actions={
            <span className="flex flex-wrap gap-2 print:hidden">
              <PrintButton>{t("print")}</PrintButton>
              <LinkButton size="sm" href={shopHref}>
                {t("to_shop")}
              </LinkButton>
            </span>
          }
        />
        {now ? <IncidentNow merchantId={merchantId} readOnly={readOnly} {...now} /> : <Over incident={incident} />}
        <Facts loaded={loaded} />
        {causes.length > 0 ? (
          <Section title={t("causes")}>
            {causes.map((cause) => (
              <CauseOfIncident
                key={`${cause.code} ${cause.checkId}`}
                cause={cause}
                result={results.get(cause.checkId) ?? null}
                question={{ merchantId, integrationId, incidentId, answers, readOnly }}
              />
            ))}
            {now ? (
              <p className="text-sm print:hidden">
                <TextLink href={route(shopPath(merchantId, integrationId, "diagnosis"))}>{t("diagnosis")}</TextLink>
              </p>
            ) : null}
          </Section>
        ) : null}
        {messages.length > 0 ? <HostAnswers messages={messages} shop={{ merchantId, integrationId }} isOpen={now !== null} /> : null}
        <Panel title={t("timeline")}>
          <Timeline entries={timeline} />
        </Panel>
      </div>
    </ClientMessages>
  );
}

interface HostAnswersProps {
  messages: readonly ReportMessage[];
  shop: { merchantId: string; integrationId: string };
  isOpen: boolean;
}

/** What the hosting provider answered, with its files; replied to under Diagnosis. */
function HostAnswers({ messages, shop: { merchantId, integrationId }, isOpen }: HostAnswersProps) {
  const t = useTranslations("reports.answers");
  return (
    <Section title={t("messages")}>
      <ReportMessages messages={messages} merchantName={({ by }) => by} fileHref={(fileId) => `/m/${merchantId}/files/${fileId}`} />
      {isOpen ? (
        <p className="text-sm print:hidden">
          <TextLink href={route(`${shopPath(merchantId, integrationId, "diagnosis")}#reports`)}>{t("reply")}</TextLink>
        </p>
      ) : null}
    </Section>
  );
}

function Over({ incident }: Pick<Loaded, "incident">) {
  const t = useTranslations("incidents");
  return (
    <Banner tone="healthy" title={t("fixed")} className="bg-transparent! px-0!">
      <WhatItWas incident={incident} />
    </Banner>
  );
}

/** What it did in numbers, and who was notified. */
function Facts({ loaded: { incident, notified } }: { loaded: Loaded }) {
  const t = useTranslations("incidents");
  const format = useFormatter();
  const duration = useDuration();
  const lateOf = useLateWords();
  const { openedAt, closedAt, cameBack, spans } = incident;
  const late = lateOf(incident);
  const people = [...notified.people, ...(notified.formerPeople > 0 ? [t("notified_former", { count: notified.formerPeople })] : [])];
  const affected = LANES.flatMap((lane) =>
    EFFECT_KINDS.flatMap((kind) => {
      const own = spans.filter((span) => span.lane === lane && span.kind === kind);
      const ms = own.reduce((sum, { from, to }) => sum + (to ?? new Date()).getTime() - from.getTime(), 0);
      return own.length === 0 ? [] : [{ name: t(`was.${kind}.${lane}`), value: duration(ms) }];
    }),
  );
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3 print:grid-cols-3">
      <Fact name={t("page.began")}>
        <Time at={openedAt} form="full" />
      </Fact>
      {closedAt ? (
        <Fact name={t("page.over")}>
          <Time at={closedAt} form="full" />
          {` (${duration(closedAt.getTime() - openedAt.getTime())})`}
        </Fact>
      ) : null}
      {affected.map(({ name, value }) => (
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
      {late.length > 0 ? <Fact name={t("page.late")}>{format.list(late)}</Fact> : null}
      {cameBack > 0 ? <Fact name={t("page.course")}>{t("came_back", { count: cameBack })}</Fact> : null}
      {people.length + notified.channels.length > 0 ? (
        <Fact name={t("page.notified")}>{format.list([...people, ...notified.channels])}</Fact>
      ) : null}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-3 text-sm">{name}</dt>
      <dd className="tabular-nums [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

/** While the cause lasts, Diagnosis asks beside the fix. */
function WasThisRight({ cause, result, question }: { cause: Cause; result: CheckResult; question: Question }) {
  const { shopSystem, server, url } = result;
  const place = { shopSystem, server: server.software, url, addresses: [], userAgents: [], methods: [] };
  return <FixQuestion {...question} cause={cause.code} fixes={shownFixes(fixesFor(cause, place))} />;
}

type Question = Omit<FixQuestionProps, "cause" | "fixes">;

interface CauseOfIncidentProps {
  cause: IncidentCause;
  result: CheckResult | null;
  question: Question;
}

/** A cause with the two requests that proved it at the time. */
function CauseOfIncident({ cause, result, question }: CauseOfIncidentProps) {
  const t = useTranslations("incidents.page");
  const words = usePhrase();
  const { code, lanes, firstSeenAt, lastSeenAt, clearedAt } = cause;
  const reason = describeReason({ lane: lanes[0] ?? "orders_in", reason: reasonOfCause(cause) });
  const found = result?.causes.find((one) => one.code === code);
  const evidence = found?.evidence;
  const probe = (id: string | null | undefined) => result?.probes.find((one) => one.id === id) ?? null;
  const [pass, fail] = [probe(evidence?.pass), probe(evidence?.fail)];
  return (
    <article className="grid min-w-0 gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium first-letter:uppercase [overflow-wrap:anywhere]">{reason && words(reason)}</h3>
        <StateMark tone={clearedAt ? "healthy" : "action_needed"}>{t(clearedAt ? "cleared" : "blocks")}</StateMark>
      </div>
      <p className="text-ink-3 text-sm">
        {t.rich(clearedAt ? "seen_cleared" : "seen", {
          first: () => <Time at={firstSeenAt} form="clock" />,
          last: () => <Time at={clearedAt ?? lastSeenAt} form="clock" />,
        })}
      </p>
      {pass || fail ? (
        <ProofPair code={toCauseCode(code)} pass={pass} fail={fail} />
      ) : (
        <p className="text-ink-2 text-sm">{t("proof_gone")}</p>
      )}
      {clearedAt && result && found ? <WasThisRight cause={found} result={result} question={question} /> : null}
    </article>
  );
}
