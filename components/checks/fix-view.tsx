import { useTranslations } from "next-intl";
import { CodeBlock } from "@/components/ui/code-block";
import type { Fix, FixText } from "@/lib/diagnosis/fixes/fix";

/** How to mend a cause in one software: steps, what to copy, what to mind. */
export function FixView({ fix }: { fix: Fix }) {
  const t = useTranslations("fixes");
  const own = useTranslations("checks.fix");
  const words = ({ key, values }: FixText) => t(key, values);
  return (
    <div className="grid gap-3">
      <p className="text-ink-3 text-sm">{own("minutes", { minutes: fix.minutes })}</p>
      {fix.cannotBeSkipped ? <p className="text-heals-alone">{own("skip")}</p> : null}
      <ol className="grid list-decimal gap-1.5 pl-5 marker:text-ink-3">
        {fix.steps.map((step) => (
          <li key={step.key}>{words(step)}</li>
        ))}
      </ol>
      {fix.snippets.map((snippet) => (
        <div key={snippet.id} className="grid min-w-0 gap-1.5">
          <p className="text-ink-2 text-sm">{words(snippet.title)}</p>
          {snippet.replaces ? <CodeBlock code={snippet.replaces} caption={own("instead_of")} /> : null}
          <CodeBlock code={snippet.code} caption={snippet.file ?? t(`places.${snippet.place}`)} />
        </div>
      ))}
      {fix.warnings.map((warning) => (
        <p key={warning.key} className="text-heals-alone text-sm">
          {words(warning)}
        </p>
      ))}
    </div>
  );
}
