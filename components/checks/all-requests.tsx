import { useTranslations } from "next-intl";
import { useAnswerer } from "@/components/checks/probe-answer-line";
import { ProbeSheet } from "@/components/checks/probe-sheet";
import { RequestList } from "@/components/checks/request-list";
import type { CheckDiff } from "@/lib/check/compare-checks";
import { describeFailure } from "@/lib/check/diagnosis/describe-failure";
import { hasPassed, productToken } from "@/lib/check/matrix";
import { reasonOf } from "@/lib/check/probe/ask-rules";
import type { Probe } from "@/lib/check/result";

interface AllRequestsProps {
  probes: readonly Probe[];
  /** The User-Agents of the platform. */
  agents: readonly string[];
  ages: CheckDiff["probes"];
}

/** Every request of a check in order; each opens the same details as evidence and matrix. */
export function AllRequests({ probes, agents, ages }: AllRequestsProps) {
  const t = useTranslations("checks");
  const nameAnswerer = useAnswerer();
  const requests = probes.map((probe) => {
    const passed = hasPassed(probe);
    const reason = reasonOf(probe.purpose);
    const about = [
      probe.from ?? t("pair.default_route"),
      agents.includes(probe.userAgent) ? productToken(probe.userAgent) : null,
      probe.source === "control" && reason !== "contrast_control" ? t("requests.reason.contrast_control") : null,
      reason === null ? null : t(`requests.reason.${reason}`),
    ];
    return {
      ...{ id: probe.id, method: probe.method, path: probe.path, status: probe.status, hasPassed: passed },
      verdict: t(passed ? "matrix.passed" : "matrix.blocked"),
      about: about.filter((part) => part !== null).join(" · "),
      rule: probe.purpose,
      answer: probe.status === null ? describeFailure(t, probe) : nameAnswerer(probe),
    };
  });
  return (
    <>
      <details className="min-w-0 rounded-lg border border-line bg-surface px-4 py-2.5">
        <summary className="cursor-pointer font-semibold">{t("requests.title", { count: probes.length })}</summary>
        <RequestList requests={requests} />
      </details>
      <ProbeSheet probes={probes} ages={ages} />
    </>
  );
}
