import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FixTabs } from "@/components/checks/fix-tabs";
import { ProofPair } from "@/components/checks/proof-pair";
import { CodeBlock } from "@/components/ui/code-block";
import { StateMark } from "@/components/ui/state-mark";
import { describeCause } from "@/lib/check/diagnosis/describe-cause";
import type { ReportCause } from "@/lib/operations/reports/report-view";
import { titleOfCause } from "@/lib/operations/reports/report-words";

/** One cause for a server administrator: explanation, evidence, where to look, how to fix it. `titled`: one of several. */
export function CauseReport({ report, titled }: { report: ReportCause; titled: boolean }) {
  const t = useTranslations("reports");
  const causes = useTranslations("causes");
  const fixWords = useTranslations("fixes");
  const locale = useLocale();
  const words = describeCause(causes, locale, report.cause);
  const { pass, fail, standing, logLines, curl, fixes } = report;
  return (
    <article className="grid min-w-0 gap-6 print:block">
      {titled ? (
        <h2 className="border-line border-t pt-5 font-semibold text-xl [overflow-wrap:anywhere] print:mt-4">
          {titleOfCause(t, locale, report)}
        </h2>
      ) : null}
      {standing === "standing" || !titled ? null : (
        <StateMark tone={standing === "fixed" ? "healthy" : "recovering"}>
          {t(standing === "fixed" ? "page.cause_fixed" : "page.cause_hidden")}
        </StateMark>
      )}
      <p className="max-w-[72ch] [overflow-wrap:anywhere] print:mt-3">
        {words.explanation} {words.reason}
      </p>
      {fail ? (
        <Part title={t("page.proof")} text={t(pass ? "page.proof_text" : "page.single_text")}>
          <ProofPair pass={pass} fail={fail} />
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

/** `breaks`: may span printed pages. */
export function Part({ title, text, breaks = false, children }: { title: string; text: string; breaks?: boolean; children: ReactNode }) {
  return (
    <section className={breaks ? "grid min-w-0 gap-2 print:mt-4 print:block" : "grid min-w-0 gap-2 print:mt-4 print:break-inside-avoid"}>
      <h3 className="font-semibold text-lg">{title}</h3>
      <p className="max-w-[72ch] text-ink-2">{text}</p>
      {children}
    </section>
  );
}
