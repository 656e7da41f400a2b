import { useTranslations } from "next-intl";
import { CodeBlock } from "@/components/ui/code-block";
import { curlFor } from "@/lib/check/diagnosis/fixes/curl-for";
import type { FixContext } from "@/lib/check/diagnosis/fixes/fix";
import { logLinesFor } from "@/lib/check/diagnosis/fixes/log-lines-for";
import type { Cause, Probe } from "@/lib/check/result";

/** What a server administrator needs to find the refused request: lines to grep for and a curl command. */
export function HostEvidence({ cause, probe, context }: { cause: Cause; probe: Probe; context: FixContext }) {
  const t = useTranslations("checks.log");
  const words = useTranslations("fixes");
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
