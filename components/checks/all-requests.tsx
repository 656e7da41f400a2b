import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { opensSheetOf } from "@/components/checks/opens-sheet";
import { ProbeAnswerLine } from "@/components/checks/probe-answer-line";
import { ProbeSheet } from "@/components/checks/probe-sheet";
import type { CheckDiff } from "@/lib/checks/compare-checks";
import { hasPassed } from "@/lib/checks/matrix";
import type { Probe } from "@/lib/checks/result";
import { BROWSER_AGENT } from "@/lib/egress/browser-agent";

const KINDS: Readonly<Record<string, "key" | "canary" | "invented" | "rule">> = {
  canary: "canary",
  contrast_invented: "invented",
  contrast_key: "key",
  contrast_rule: "rule",
  read_orders: "key",
  read_rights: "key",
  write_tracking: "key",
};

const kindOf = ({ purpose, source, userAgent }: Probe) =>
  KINDS[purpose] ?? (source === "control" ? "control" : userAgent === BROWSER_AGENT ? "browser" : null);

interface AllRequestsProps {
  probes: readonly Probe[];
  /** Our two names, the short one first. */
  agents: readonly string[];
  ages: CheckDiff["probes"];
}

/** Every request of a check in its order; each opens the sheet, which proofs and matrix open, too. */
export function AllRequests({ probes, agents, ages }: AllRequestsProps) {
  const t = useTranslations("checks.requests");
  return (
    <>
      <details className="min-w-0 rounded-lg border border-line bg-surface px-4 py-2.5">
        <summary className="cursor-pointer font-semibold">{t("title", { count: probes.length })}</summary>
        <ol className="mt-2 divide-y divide-line border-line border-t">
          {probes.map((probe) => (
            <li key={probe.id}>
              <RequestRow probe={probe} kind={kindOf(probe)} name={agents.indexOf(probe.userAgent)} />
            </li>
          ))}
        </ol>
      </details>
      <ProbeSheet probes={probes} ages={ages} />
    </>
  );
}

/** `name`: which of our names was used, or -1. */
function RequestRow({ probe, kind, name }: { probe: Probe; kind: ReturnType<typeof kindOf>; name: number }) {
  const t = useTranslations("checks");
  const passed = hasPassed(probe);
  const Mark = passed ? Check : X;
  return (
    <button
      type="button"
      {...opensSheetOf(probe)}
      className="grid w-full grid-cols-[auto_minmax(0,1fr)] gap-x-2 rounded-sm py-1.5 text-left text-sm hover:bg-hover sm:grid-cols-[auto_minmax(0,1fr)_auto]"
    >
      <Mark aria-hidden="true" className={passed ? "mt-0.5 size-4 text-in-order" : "mt-0.5 size-4 text-needs-you"} />
      <span className="min-w-0">
        <span className="sr-only">{t(passed ? "matrix.passed" : "matrix.refused")}: </span>
        <span className="font-mono [overflow-wrap:anywhere]">
          {probe.method} <bdi>{probe.path}</bdi>
        </span>
        <span className="block text-ink-3">
          {[
            probe.from ?? t("pair.default_route"),
            name < 0 ? null : t(name === 0 ? "matrix.short" : "matrix.long"),
            kind ? t(`requests.kind.${kind}`) : null,
          ]
            .filter((part) => part !== null)
            .join(" · ")}
        </span>
      </span>
      <span className="col-start-2 text-ink-2 sm:col-start-3 sm:text-right">
        <ProbeAnswerLine probe={probe} />
      </span>
    </button>
  );
}
