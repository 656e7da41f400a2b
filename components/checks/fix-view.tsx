import { useTranslations } from "next-intl";
import { useDuration } from "@/components/incidents/use-duration";
import { CodeBlock } from "@/components/ui/code-block";
import type { FixWords } from "@/lib/check/diagnosis/fixes/describe-fix";
import type { FixRecord } from "@/lib/operations/learning/data";

interface FixViewProps {
  fix: FixWords;
  /** The reader applies the fix themselves. */
  isForHost?: boolean;
  /** How often it helped other shops; null while too few say so. */
  record?: FixRecord | null;
}

export function FixView({ fix, isForHost = false, record = null }: FixViewProps) {
  const t = useTranslations("checks.fix");
  const right = useTranslations("checks.right");
  const duration = useDuration();
  const helped = record
    ? [
        right("record", { passed: record.passed, shops: record.shops }),
        record.medianMs === null ? null : right("usually", { duration: duration(record.medianMs) }),
      ]
    : [];
  return (
    <div className="grid min-w-0 gap-3">
      <p className="text-ink-3 text-sm">
        {[isForHost ? null : fix.fixer, fix.minutes, fix.found, ...helped].filter((part) => part !== null).join(" · ")}
      </p>
      {fix.cannotBeSkipped ? <p className="text-recovering">{fix.cannotBeSkipped}</p> : null}
      <ol className="grid list-decimal gap-1.5 pl-5 marker:text-ink-3">
        {fix.steps.map((step, index) => (
          <li key={step} className="[overflow-wrap:anywhere]">
            <StepText text={step} command={fix.commands[index] ?? null} />
          </li>
        ))}
      </ol>
      {fix.snippets.map((snippet) => (
        <div key={snippet.id} className="grid min-w-0 gap-1.5">
          <p className="text-ink-2 text-sm">{snippet.title}</p>
          {snippet.replaces ? <CodeBlock code={snippet.replaces} caption={t("instead_of")} /> : null}
          <CodeBlock code={snippet.code} caption={[snippet.place, snippet.file].filter((part) => part !== null).join(" · ")} />
        </div>
      ))}
      {fix.warnings.map((warning) => (
        <p key={warning} className="text-recovering text-sm">
          {warning}
        </p>
      ))}
    </div>
  );
}

function StepText({ text, command }: { text: string; command: string | null }) {
  if (command === null || !text.includes(command)) return text;
  const [before, ...after] = text.split(command);
  return (
    <>
      {before}
      <code className="rounded-sm bg-sunken px-1 py-0.5 font-mono text-sm">{command}</code>
      {after.join(command)}
    </>
  );
}
