import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { TestAgain, UseAddress } from "@/components/checks/cause-actions";
import { CauseAgeLine } from "@/components/checks/cause-age-line";
import { FixQuestion } from "@/components/checks/fix-question";
import { FixTabs, type OtherFixes, shownFixes } from "@/components/checks/fix-tabs";
import { MatrixTable } from "@/components/checks/matrix-table";
import { causeHeadingId } from "@/components/checks/page-ids";
import { ProofPair } from "@/components/checks/proof-pair";
import { Requests } from "@/components/checks/requests";
import { useDescribeCause } from "@/components/checks/use-describe-cause";
import { WhoCanFix } from "@/components/checks/who-can-fix";
import type { ReportSource } from "@/components/reports/report-source";
import { SendReport } from "@/components/reports/send-report";
import { Term } from "@/components/shell/term";
import { CodeBlock } from "@/components/ui/code-block";
import { Panel, Section } from "@/components/ui/section";
import { StateShape } from "@/components/ui/state-shape";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { route } from "@/lib/base/route";
import { SECOND_MS } from "@/lib/base/units";
import type { CauseAge, CheckDiff } from "@/lib/check/compare-checks";
import type { CheckView } from "@/lib/check/data";
import { describeRecovered, describeUntested, nameBlocker } from "@/lib/check/diagnosis/describe-cause";
import { curlFor } from "@/lib/check/diagnosis/fixes/curl-for";
import type { FixContext } from "@/lib/check/diagnosis/fixes/fix";
import { decideFixer, fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { logLinesFor } from "@/lib/check/diagnosis/fixes/log-lines-for";
import { arrangeMatrix } from "@/lib/check/matrix";
import { orderByImpact } from "@/lib/check/order-by-impact";
import { type Cause, type CheckResult, METHODS, type Probe } from "@/lib/check/result";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { isSelfHosted, type ShopSystem } from "@/lib/connectors/shop-systems";
import { anyKey } from "@/lib/i18n/any-key";
import { shopPath } from "@/lib/integrations/shop-paths";
import type { FixAnswer, FixRecord } from "@/lib/operations/learning/data";
import { isForHosts } from "@/lib/operations/reports/schema";

interface CheckSectionProps {
  merchantId: string;
  integrationId: string;
  check: CheckView | null;
  diff: CheckDiff | null;
  shopSystem: ShopSystem;
  /** All published addresses. */
  addresses: readonly string[];
  readOnly: boolean;
  /** Shop and sender named in a report to the hosting provider. */
  report: Pick<ReportSource, "shopName" | "merchantName">;
  /** The requested fix for other software, as `<index of the cause>.<id of the fix>`. */
  otherFix: string | null;
  learned: Learned;
}

/** What is known of the fixes: how often they helped other shops, and what the merchant answered on the newest incident. */
interface Learned {
  incident: { id: string; causes: readonly { code: string }[] } | null;
  answers: readonly FixAnswer[];
  records: readonly FixRecord[];
}

export function CheckSection({ merchantId, integrationId, check, diff, shopSystem, ...props }: CheckSectionProps) {
  const { addresses, readOnly, report, otherFix, learned } = props;
  const t = useTranslations("checks");
  const causes = anyKey(useTranslations("causes"));
  const ask = useTranslations("threads.shop");
  const locale = useLocale();
  const result = check?.result ?? null;
  if (!check || !result) {
    return (
      <Section title={t("title")} className="grid gap-2">
        <p className="text-ink-2">{t(check ? "unreadable" : "never")}</p>
      </Section>
    );
  }
  const agents = userAgents(shopSystem);
  const context = {
    url: result.effectiveUrl ?? result.url,
    shopSystem: result.shopSystem ?? shopSystem,
    server: result.server.software,
    addresses,
    userAgents: agents,
    methods: METHODS,
  };
  const matrix = arrangeMatrix(result.probes, agents);
  const software = [nameBlocker(causes, result.server.software), result.server.version].filter((part) => part !== null).join(" ");
  const notes = [describeUntested(anyKey(t), locale, result), describeRecovered(anyKey(t), result)].filter((note) => note !== null);
  const isPartial = result.probes.some((probe) => probe.at < result.startedAt);
  return (
    <Section
      title={t("title")}
      term={<Term name="cause" />}
      actions={
        <p className="text-ink-3 text-sm">
          {t.rich("facts", {
            when: () => <Time at={check.finishedAt ?? check.requestedAt} />,
            requests: result.requests,
            seconds: result.durationMs / SECOND_MS,
          })}
          {isPartial ? ` · ${t("again.partial")}` : ""}
          {software === "" ? "" : ` · ${t("server", { software })}`}
        </p>
      }
      className="grid gap-4"
    >
      {diff ? <SinceLastCheck diff={diff} /> : null}
      {notes.map((note) => (
        <p key={note} className="flex gap-2">
          <StateShape tone="idle" className="mt-[3px]" />
          {note}
        </p>
      ))}
      {result.causes.length === 0 ? (
        notes.length > 0 ? null : (
          <p className="flex gap-2">
            <StateShape tone="healthy" className="mt-[3px]" />
            {t("none")}
          </p>
        )
      ) : (
        orderByImpact(result.causes).map(({ cause, index }, place) => (
          <CauseCard
            key={`${cause.code} ${cause.evidence.fail}`}
            cause={cause}
            result={result}
            context={context}
            isFirst={place === 0}
            records={learned.records.filter((record) => record.cause === cause.code && record.blocker === cause.blocker)}
            question={
              learned.incident?.causes.some(({ code }) => code === cause.code) ? (
                <FixQuestion
                  merchantId={merchantId}
                  integrationId={integrationId}
                  readOnly={readOnly}
                  incidentId={learned.incident.id}
                  cause={cause.code}
                  fixes={shownFixes(fixesFor(cause, context))}
                  answers={learned.answers}
                />
              ) : null
            }
            age={diff?.causes[index] ?? null}
            otherFixes={{
              chosen: otherFix?.startsWith(`${index}.`) ? otherFix.slice(`${index}.`.length) : null,
              hrefOf: (id) => route(`${shopPath(merchantId, integrationId, "diagnosis")}?fix=${index}.${encodeURIComponent(id)}`),
            }}
            again={
              readOnly ? null : (
                <>
                  {typeof cause.details["address"] === "string" ? (
                    <UseAddress address={cause.details["address"]} headingId={causeHeadingId(cause)} />
                  ) : null}
                  <TestAgain ofCheckId={check.id} causeIndex={index} headingId={causeHeadingId(cause)} />
                  {isForHosts(cause) ? (
                    <SendReport
                      size="sm"
                      source={{ ...report, checkId: check.id, causeIndexes: [index] }}
                      headingId={causeHeadingId(cause)}
                    />
                  ) : null}
                  <p className="mt-1">
                    <TextLink href={`/m/${merchantId}/support/new?integration=${integrationId}&cause=${cause.code}`} prefetch={false}>
                      {ask("run")}
                    </TextLink>
                  </p>
                </>
              )
            }
          />
        ))
      )}
      {isSelfHosted(shopSystem) && matrix.columns.length > 0 ? (
        <Panel title={t("matrix.title")} term={<Term name="matrix" />}>
          <MatrixTable matrix={matrix} />
        </Panel>
      ) : null}
      {isSelfHosted(shopSystem) ? null : <p className="text-ink-3">{t("matrix.not_needed")}</p>}
      {result.probes.length > 0 ? (
        <Requests
          title={t("requests.title", { count: result.probes.length })}
          address={`${shopPath(merchantId, integrationId, "diagnosis")}/requests?check=${check.id}`}
        />
      ) : null}
    </Section>
  );
}

/** Shown above the causes: which ones disappeared since the previous check, or that nothing changed. New causes are marked individually. */
function SinceLastCheck({ diff }: { diff: CheckDiff }) {
  const t = useTranslations("checks.diff");
  const wordsOf = useDescribeCause();
  const { previousAt, gone } = diff;
  if (previousAt === null) return null;
  if (gone.length > 0) {
    const titles = gone.map((cause) => wordsOf(cause).title);
    return <p className="text-healthy [overflow-wrap:anywhere]">{t("gone", { causes: titles.join(" · ") })}</p>;
  }
  if (diff.causes.some((cause) => cause.isNew)) return null;
  return <p className="text-ink-3">{t.rich("unchanged", { when: () => <Time at={previousAt} form="clock" /> })}</p>;
}

interface CauseCardProps {
  cause: Cause;
  result: CheckResult;
  context: FixContext;
  /** When the cause was first seen; null when unknown. */
  age: CauseAge | null;
  /** Control that repeats the test; null in read-only mode. */
  again: ReactNode;
  otherFixes: OtherFixes;
  records: readonly FixRecord[];
  /** "Was this right?" */
  question: ReactNode;
  /** Shows glossary buttons; only on the first card. */
  isFirst: boolean;
}

function CauseCard({ cause, result, context, age, again, otherFixes, records, question, isFirst }: CauseCardProps) {
  const _t = anyKey(useTranslations("causes"));
  const own = useTranslations("checks");
  const described = useDescribeCause()(cause);
  const fixer = decideFixer(cause, context);
  const find = (id: string | null) => result.probes.find((probe) => probe.id === id) ?? null;
  const pass = find(cause.evidence.pass);
  const fail = find(cause.evidence.fail);
  const headingId = causeHeadingId(cause);
  return (
    <article aria-labelledby={headingId} className="min-w-0 rounded-lg border border-line bg-surface">
      <div className="grid gap-4 p-4">
        <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
          <StateShape tone={fixer === "itself" || cause.affects.length === 0 ? "recovering" : "action_needed"} className="mt-1" />
          <div className="grid gap-1">
            <h3 id={headingId} className="font-semibold text-lg [overflow-wrap:anywhere]">
              {described.title}
            </h3>
            <p className="font-medium">{described.effect}</p>
            <p className="max-w-[72ch] text-ink-2 [overflow-wrap:anywhere]">{described.explanation}</p>
            {described.reason ? <p className="max-w-[72ch] text-ink-2 [overflow-wrap:anywhere]">{described.reason}</p> : null}
            <p className="font-medium">
              <WhoCanFix fixer={fixer} />
            </p>
            {age ? <CauseAgeLine age={age} code={cause.code} /> : null}
            {again ? <div className="mt-1 flex min-h-7 flex-wrap items-center gap-2">{again}</div> : null}
          </div>
        </div>
        {pass || fail ? (
          <div className="grid gap-2">
            <div className="flex items-center gap-1">
              <h4 className="flex flex-wrap items-baseline gap-x-3 font-medium">
                {own(pass ? "pair.title" : "pair.single")}
                <span className="font-normal text-ink-3 text-sm">{described.certainty}</span>
              </h4>
              {isFirst ? <Term name="certainty" /> : null}
            </div>
            <ProofPair code={cause.code} pass={pass} fail={fail} opensSheets />
          </div>
        ) : null}
        <FixTabs fixes={fixesFor(cause, context)} asked={otherFixes} records={records} />
        {question}
        {fail ? <HostEvidence cause={cause} probe={fail} context={context} /> : null}
      </div>
    </article>
  );
}

/** What a server administrator needs to find the refused request: lines to grep for and a curl command. */
function HostEvidence({ cause, probe, context }: { cause: Cause; probe: Probe; context: FixContext }) {
  const t = useTranslations("checks.log");
  const fixes = anyKey(useTranslations("fixes"));
  const hints = logLinesFor(cause, [probe], context.server);
  return (
    <details>
      <summary className="cursor-pointer pl-[1.1875rem] -indent-[1.1875rem] text-ink-2 hover:text-ink">{t("title")}</summary>
      <div className="mt-3 grid min-w-0 gap-3">
        {hints.map((hint) => (
          <div key={hint.id} className="grid min-w-0 gap-1.5">
            <p className="text-ink-2 text-sm">{fixes(hint.title.key, hint.title.values)}</p>
            <CodeBlock code={hint.command} />
          </div>
        ))}
        <div className="grid min-w-0 gap-1.5">
          <p className="text-ink-2 text-sm">{t("curl_text")}</p>
          <CodeBlock code={curlFor(probe, context.url)} caption={t("curl")} />
        </div>
      </div>
    </details>
  );
}
