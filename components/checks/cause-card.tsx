import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CauseAgeLine } from "@/components/checks/cause-age-line";
import { FixTabs, type OtherFixes } from "@/components/checks/fix-tabs";
import { causeHeadingId } from "@/components/checks/page-ids";
import { ProofPair } from "@/components/checks/proof-pair";
import { WhoCanFix } from "@/components/checks/who-can-fix";
import { Term } from "@/components/shell/term";
import { CodeBlock } from "@/components/ui/code-block";
import { StateShape } from "@/components/ui/state-shape";
import type { CauseAge } from "@/lib/check/compare-checks";
import { describeCause } from "@/lib/check/diagnosis/describe-cause";
import { curlFor } from "@/lib/check/diagnosis/fixes/curl-for";
import type { FixContext } from "@/lib/check/diagnosis/fixes/fix";
import { decideFixer, fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { logLinesFor } from "@/lib/check/diagnosis/fixes/log-lines-for";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import { anyKey } from "@/lib/i18n/any-key";

interface CauseCardProps {
  cause: Cause;
  result: CheckResult;
  context: FixContext;
  /** When the cause was first seen; null when unknown. */
  age: CauseAge | null;
  /** Control that repeats the test; null in read-only mode. */
  again: ReactNode;
  otherFixes: OtherFixes;
  /** Shows glossary buttons; only on the first card. */
  isFirst: boolean;
}

export function CauseCard({ cause, result, context, age, again, otherFixes, isFirst }: CauseCardProps) {
  const t = anyKey(useTranslations("causes"));
  const own = useTranslations("checks");
  const words = describeCause(t, useLocale(), cause);
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
              {words.title}
            </h3>
            <p className="font-medium">{words.effect}</p>
            <p className="max-w-[72ch] text-ink-2 [overflow-wrap:anywhere]">{words.explanation}</p>
            {words.reason ? <p className="max-w-[72ch] text-ink-2 [overflow-wrap:anywhere]">{words.reason}</p> : null}
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
                <span className="font-normal text-ink-3 text-sm">{words.certainty}</span>
              </h4>
              {isFirst ? <Term name="certainty" /> : null}
            </div>
            <ProofPair code={cause.code} pass={pass} fail={fail} opensSheets />
          </div>
        ) : null}
        <FixTabs fixes={fixesFor(cause, context)} asked={otherFixes} />
        {fail ? <HostEvidence cause={cause} probe={fail} context={context} /> : null}
      </div>
    </article>
  );
}

/** What a server administrator needs to find the refused request: lines to grep for and a curl command. */
function HostEvidence({ cause, probe, context }: { cause: Cause; probe: Probe; context: FixContext }) {
  const t = useTranslations("checks.log");
  const words = anyKey(useTranslations("fixes"));
  const hints = logLinesFor(cause, [probe], context.server);
  return (
    <details>
      <summary className="cursor-pointer pl-[1.1875rem] -indent-[1.1875rem] text-ink-2 hover:text-ink">{t("title")}</summary>
      <div className="mt-3 grid min-w-0 gap-3">
        {hints.map((hint) => (
          <div key={hint.id} className="grid min-w-0 gap-1.5">
            <p className="text-ink-2 text-sm">{words(hint.title.key, hint.title.values)}</p>
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
