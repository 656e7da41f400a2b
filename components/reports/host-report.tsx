import { FileDown } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FixTabs } from "@/components/checks/fix-tabs";
import { ProofPair } from "@/components/checks/proof-pair";
import { HostAnswer } from "@/components/reports/host-answer";
import { HostTest } from "@/components/reports/host-test";
import { PrintButton } from "@/components/reports/print-button";
import { ReportMessages } from "@/components/reports/report-messages";
import { ReportedShops } from "@/components/reports/reported-shops";
import { Logo } from "@/components/shell/logo";
import { Banner } from "@/components/ui/banner";
import { buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import { CodeBlock } from "@/components/ui/code-block";
import { StateMark } from "@/components/ui/state-mark";
import { TextLink, textLinkStyle } from "@/components/ui/text-link";
import { describeCause, nameServer } from "@/lib/check/diagnosis/describe-cause";
import { anyKey } from "@/lib/i18n/any-key";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { formatUtc } from "@/lib/i18n/date-formats";
import { LOCALE_NAMES, LOCALES } from "@/lib/i18n/locales";
import type { ReportMessage } from "@/lib/operations/reports/answers/data";
import type { CertificateView } from "@/lib/operations/reports/certificate-report";
import type { TestProgress } from "@/lib/operations/reports/data";
import { attachmentPath, reportPath } from "@/lib/operations/reports/link";
import type { LedReport } from "@/lib/operations/reports/read-report";
import type { ReportCause, ReportView } from "@/lib/operations/reports/report-view";
import { describeAge, describeReport, nameOfShop, proofTextKey, titleOfCause, titleOfReport } from "@/lib/operations/reports/report-words";

interface HostReportProps {
  token: string;
  view: ReportView;
  progress: TestProgress;
  messages: readonly ReportMessage[];
  /** The merchant's other shops that the report is about. */
  led: readonly LedReport[];
  made: ReportMade;
}

const TONES = { standing: "action_needed", fixed: "healthy", hidden: "recovering" } as const;

/** The page behind a report link; prints on A4. */
export function HostReport({ token, view, progress, messages, led, made }: HostReportProps) {
  const t = useTranslations("reports");
  const locale = useLocale();
  const { state, intro, title, text } = describeReport(anyKey(t), locale, view, made.shownName);
  const mayAnswer = state !== "fixed" || led.some((one) => !one.view.isGreen);
  return (
    <div className="min-h-dvh print:min-h-0">
      <main className="mx-auto grid w-full min-w-0 max-w-4xl gap-6 px-5 py-8 print:block print:max-w-none print:p-0">
        <ReportToolbar token={token} />
        <header className="grid gap-2">
          <h1 className="text-balance font-semibold text-2xl tracking-[-0.02em] [overflow-wrap:anywhere]">
            {titleOfReport(anyKey(t), locale, view)}
          </h1>
          <p className="max-w-[72ch] text-ink-2 [overflow-wrap:anywhere]">{intro}</p>
        </header>
        <Banner tone={TONES[state]} title={title} className="print:mt-3 print:border print:border-line print:py-2">
          <p>{text}</p>
          {state === "fixed" || view.certificate ? null : <p>{t("page.after")}</p>}
          {state === "fixed" || view.certificate ? null : (
            <ClientMessages namespaces={["reports"]}>
              <HostTest token={token} initial={progress} />
            </ClientMessages>
          )}
          {mayAnswer ? (
            <p className="print:hidden">
              <a href="#answer" className={cn(textLinkStyle, "inline-flex min-h-6 items-center")}>
                {t("answers.title")}
              </a>
            </p>
          ) : null}
        </Banner>
        {led.length > 0 ? <ReportedShops view={view} led={led} /> : null}
        {messages.length > 0 ? (
          <section className="print:hidden">
            <ReportMessages
              messages={messages}
              merchantName={() => made.shownName || t("answers.merchant")}
              fileHref={(fileId) => attachmentPath(token, fileId)}
            />
          </section>
        ) : null}
        <ReportFacts view={view} made={made} />
        {view.certificate ? <CertificateReport certificate={view.certificate} /> : null}
        {view.causes.map((cause) => (
          <CauseReport key={`${cause.cause.code} ${cause.cause.evidence.fail}`} report={cause} titled={view.causes.length > 1} />
        ))}
        {mayAnswer ? (
          <ClientMessages namespaces={["reports", "errors"]}>
            <HostAnswer token={token} asksAddress={!made.isReachable} />
          </ClientMessages>
        ) : null}
        <footer className="grid gap-1 border-line border-t pt-4 text-ink-3 text-sm print:mt-4 print:pt-2">
          <p>{t("page.note", { until: formatUtc(locale, made.expiresAt) })}</p>
          <p className="print:hidden">
            <TextLink href="/addresses">{t("page.addresses")}</TextLink>
          </p>
        </footer>
      </main>
    </div>
  );
}

interface ReportMade {
  /** Empty if no name is shown. */
  shownName: string;
  createdAt: Date;
  expiresAt: Date;
  isReachable: boolean;
}

function ReportFacts({ view, made }: { view: ReportView; made: ReportMade }) {
  const t = useTranslations("reports");
  const causes = anyKey(useTranslations("causes"));
  const locale = useLocale();
  const effects = [...new Set(view.causes.map(({ cause }) => describeCause(causes, locale, cause).effect))];
  const since = describeAge(anyKey(t), locale, view);
  const facts: Readonly<Record<string, ReactNode>> = {
    shop: nameOfShop(view),
    server: view.server && nameServer(causes, view.server),
    since,
    effect: view.certificate ? t("certificate.effect") : effects.join(" "),
    asked_by: made.shownName && <bdi>{made.shownName}</bdi>,
    made: formatUtc(locale, made.createdAt),
    valid_until: formatUtc(locale, made.expiresAt),
  };
  return (
    <section aria-labelledby="facts" className="print:mt-3">
      <h2 id="facts" className="sr-only">
        {t("page.facts")}
      </h2>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2 print:grid-cols-2 print:gap-y-1">
        {Object.entries(facts).map(([name, value]) =>
          value ? (
            <div key={name} className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3">
              <dt className="text-ink-3">{anyKey(t)(`page.${name}`)}</dt>
              <dd className="font-medium [overflow-wrap:anywhere]">{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </section>
  );
}

/** A certificate that ends soon, for a server administrator: the chain that the server presents, and how to renew it. */
function CertificateReport({ certificate }: { certificate: CertificateView }) {
  const t = useTranslations("reports");
  const locale = useLocale();
  return (
    <article className="grid min-w-0 gap-6 print:block">
      <Part title={t("certificate.chain")} text={t("certificate.chain_text")} breaks>
        <ol className="grid gap-2">
          {certificate.chain.map((one) => (
            <li key={one.fingerprintSha256} className="rounded-lg border border-line px-4 py-3">
              <dl className="grid gap-x-3 gap-y-1 sm:grid-cols-[8rem_minmax(0,1fr)] [&>dd]:[overflow-wrap:anywhere] [&>dt]:text-ink-3">
                <dt>{t("certificate.subject")}</dt>
                <dd className="font-medium">
                  <bdi>{one.subject}</bdi>
                </dd>
                <dt>{t("certificate.issuer")}</dt>
                <dd>
                  <bdi>{one.issuer}</bdi>
                </dd>
                <dt>{t("certificate.valid")}</dt>
                <dd>{validityOf(locale, one)}</dd>
                <dt>SHA-256</dt>
                <dd className="font-mono text-sm">{one.fingerprintSha256}</dd>
              </dl>
              {one.fingerprintSha256 === certificate.digest ? <p className="mt-2 font-medium">{t("certificate.first")}</p> : null}
            </li>
          ))}
        </ol>
      </Part>
      <Part title={t("page.fix")} text={t("certificate.fix_text")} breaks>
        <FixTabs fixes={certificate.fixes} isForHost />
      </Part>
    </article>
  );
}

const validityOf = (locale: string, { validFrom, validTo }: CertificateView["chain"][number]): string =>
  [validFrom, validTo].map((instant) => (instant === "" ? "?" : formatUtc(locale, instant))).join(" – ");

/** One cause for a server administrator: explanation, evidence, where to look, how to fix it. `titled`: one of several causes. */
function CauseReport({ report, titled }: { report: ReportCause; titled: boolean }) {
  const t = useTranslations("reports");
  const causes = anyKey(useTranslations("causes"));
  const fixWords = anyKey(useTranslations("fixes"));
  const locale = useLocale();
  const described = describeCause(causes, locale, report.cause);
  const { pass, fail, standing, logLines, curl, fixes } = report;
  return (
    <article className="grid min-w-0 gap-6 print:block">
      {titled ? (
        <h2 className="border-line border-t pt-5 font-semibold text-xl [overflow-wrap:anywhere] print:mt-4">
          {titleOfCause(anyKey(t), locale, report)}
        </h2>
      ) : null}
      {standing === "standing" || !titled ? null : (
        <StateMark tone={standing === "fixed" ? "healthy" : "recovering"}>
          {t(standing === "fixed" ? "page.cause_fixed" : "page.cause_hidden")}
        </StateMark>
      )}
      <p className="max-w-[72ch] [overflow-wrap:anywhere] print:mt-3">
        {described.explanation} {described.reason}
      </p>
      {fail ? (
        <Part title={t("page.proof")} text={anyKey(t)(proofTextKey(report))}>
          <ProofPair code={report.cause.code} pass={pass} fail={fail} />
        </Part>
      ) : null}
      {logLines.length > 0 ? (
        <Part title={t("page.log")} text={t("page.log_text")}>
          {logLines.map((hint) => (
            <CodeBlock key={hint.id} code={hint.command} caption={fixWords(hint.title.key, hint.title.values)} />
          ))}
        </Part>
      ) : null}
      {curl ? (
        <Part title={t("page.curl")} text={t("page.curl_text")}>
          <CodeBlock code={curl} caption="curl" />
        </Part>
      ) : null}
      {fixes.length > 0 ? (
        <Part title={t("page.fix")} text={t("page.fix_text")} breaks>
          <FixTabs fixes={fixes} isForHost />
        </Part>
      ) : null}
    </article>
  );
}

/** `breaks`: the part may span printed pages. */
function Part({ title, text, breaks = false, children }: { title: string; text: string; breaks?: boolean; children: ReactNode }) {
  return (
    <section className={breaks ? "grid min-w-0 gap-2 print:mt-4 print:block" : "grid min-w-0 gap-2 print:mt-4 print:break-inside-avoid"}>
      <h3 className="font-semibold text-lg">{title}</h3>
      <p className="max-w-[72ch] text-ink-2">{text}</p>
      {children}
    </section>
  );
}

/** Sender, language and downloads of the report. Plain links, which work without scripts and store nothing. */
function ReportToolbar({ token }: { token: string }) {
  const t = useTranslations("reports.page");
  const app = useTranslations("app");
  const locale = useLocale();
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 print:hidden">
      <p className="flex items-center gap-2 font-semibold">
        <Logo className="size-6" />
        {app("name")}
        <span className="font-normal text-ink-3">{t("title")}</span>
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <nav aria-label={t("language")} className="flex flex-wrap gap-1">
          {LOCALES.map((one) => (
            <a
              key={one}
              href={`${reportPath(token)}?lang=${one}`}
              lang={one}
              hrefLang={one}
              aria-current={one === locale ? "true" : undefined}
              className={cn(
                "rounded-md px-2.5 py-1 text-sm hover:bg-hover hover:text-ink",
                one === locale ? "font-medium text-ink" : "text-ink-3",
              )}
            >
              {LOCALE_NAMES[one]}
            </a>
          ))}
        </nav>
        <a href={`${reportPath(token)}/report.pdf?lang=${locale}`} className={buttonStyle({ size: "sm" })}>
          <FileDown />
          {t("pdf")}
        </a>
        <PrintButton>{t("print")}</PrintButton>
      </div>
    </div>
  );
}
