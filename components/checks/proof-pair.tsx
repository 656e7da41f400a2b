import { useTranslations } from "next-intl";
import { opensSheetOf } from "@/components/checks/page-ids";
import { ProbeAnswerLine } from "@/components/checks/probe-answer-line";
import { buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import { StateMark } from "@/components/ui/state-mark";
import type { CauseCode } from "@/lib/check/causes";
import { failedPairKey } from "@/lib/check/failed-pair-key";
import type { Probe } from "@/lib/check/result";

type Part = "method" | "path" | "user_agent" | "from";
const PARTS: readonly Part[] = ["method", "path", "user_agent", "from"];

interface ProofPairProps {
  code: CauseCode;
  pass: Probe | null;
  fail: Probe | null;
  /** The page contains the request details, so they can be opened from here. */
  opensSheets?: boolean;
}

/** The two contrasting requests side by side with the difference marked, or the only request observed. */
export function ProofPair({ code, pass, fail, opensSheets = false }: ProofPairProps) {
  const t = useTranslations("checks.pair");
  const failedKey = failedPairKey(code);
  const partOf = (probe: Probe, part: Part): string =>
    ({ method: probe.method, path: probe.path, user_agent: probe.userAgent, from: probe.from ?? t("default_route") })[part];
  const differs = (part: Part): boolean => pass !== null && fail !== null && partOf(pass, part) !== partOf(fail, part);
  return (
    <div className={cn("grid gap-px overflow-hidden rounded-lg border border-line bg-line", pass && fail && "md:grid-cols-2")}>
      {[pass, fail].map((probe) =>
        probe ? (
          <div key={probe.id} className="grid min-w-0 content-start gap-2 bg-sunken p-3">
            <div className="flex items-baseline justify-between gap-2">
              <StateMark tone={probe === pass ? "healthy" : failedKey === "fail" ? "action_needed" : "recovering"} className="text-sm">
                {t(probe === pass ? "pass" : failedKey)}
              </StateMark>
              {opensSheets ? (
                <button
                  type="button"
                  {...opensSheetOf(probe)}
                  className={cn(buttonStyle({ variant: "ghost", size: "sm" }), "-my-1.5 -mr-2")}
                >
                  {t("details")}
                </button>
              ) : null}
            </div>
            <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
              {PARTS.map((part) => (
                <div key={part} className="contents">
                  <dt className="text-ink-3">{t(part)}</dt>
                  <dd className="font-mono [overflow-wrap:anywhere]">
                    {differs(part) ? (
                      <mark
                        className={cn(
                          "rounded-sm px-1 py-px font-medium text-ink",
                          probe === pass
                            ? "bg-healthy-soft shadow-[inset_0_0_0_1px_var(--color-healthy)]"
                            : "bg-action-needed-soft shadow-[inset_0_0_0_1px_var(--color-action-needed)]",
                        )}
                      >
                        {partOf(probe, part) === "" ? "–" : partOf(probe, part)}
                        <span className="sr-only"> ({t("differs")})</span>
                      </mark>
                    ) : (
                      <span className="text-ink-2">{partOf(probe, part)}</span>
                    )}
                  </dd>
                </div>
              ))}
              <dt className="text-ink-3">{t("answer")}</dt>
              <dd className="min-w-0">
                <ProbeAnswerLine probe={probe} />
              </dd>
            </dl>
          </div>
        ) : null,
      )}
    </div>
  );
}
