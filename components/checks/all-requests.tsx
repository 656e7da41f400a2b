import { useTranslations } from "next-intl";
import { FailureAgeText } from "@/components/checks/cause-age-line";
import { useAnswerer } from "@/components/checks/probe-answer-line";
import { Requests, type ShownProbe } from "@/components/checks/requests";
import type { CheckDiff } from "@/lib/check/compare-checks";
import { describeFailure } from "@/lib/check/diagnosis/describe-failure";
import { hasPassed, productToken } from "@/lib/check/matrix";
import { reasonOf } from "@/lib/check/probe/ask-rules";
import type { Probe } from "@/lib/check/result";

interface AllRequestsProps {
  probes: readonly Probe[];
  agents: readonly string[];
  ages: CheckDiff["probes"];
}

const headerLines = (headers: Readonly<Record<string, string>> = {}): string[] =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

/** Request headers as sent; older results contain the User-Agent alone. */
const requestLines = ({ method, path, userAgent, headers }: Probe): string =>
  [`${method} ${path}`, ...(userAgent === "" ? [] : [`User-Agent: ${userAgent}`]), ...headerLines(headers)].join("\n");

/** Every request of a check in order; each opens the same details as evidence and matrix. */
export function AllRequests({ probes, agents, ages }: AllRequestsProps) {
  const t = useTranslations("checks");
  const nameAnswerer = useAnswerer();
  const shown = probes.map((probe): ShownProbe => {
    const { id, method, path, status, answer, timingsMs, at } = probe;
    const from = probe.from ?? t("pair.default_route");
    const reason = reasonOf(probe.purpose);
    const passed = hasPassed(probe);
    const about = [
      from,
      agents.includes(probe.userAgent) ? productToken(probe.userAgent) : null,
      probe.source === "control" && reason !== "contrast_control" ? t("requests.reason.contrast_control") : null,
      reason === null ? null : t(`requests.reason.${reason}`),
    ];
    const age = ages[id];
    return {
      ...{ id, method, path, status, timingsMs, at },
      hasPassed: passed,
      verdict: t(passed ? "matrix.passed" : "matrix.blocked"),
      about: about.filter((part) => part !== null).join(" · "),
      rule: probe.purpose,
      title: t("probe.title", { method, from }),
      age: age ? <FailureAgeText age={age} method={method} /> : null,
      request: requestLines(probe),
      answer: status === null ? null : [`HTTP ${status}`, ...headerLines(answer?.headers)].join("\n"),
      failure: status === null ? describeFailure(t, probe) : null,
      body: answer && answer.bodyStart !== "" ? { start: answer.bodyStart, bytes: answer.bodyBytes } : null,
      who: nameAnswerer(probe),
      evidence: probe.answeredBy?.evidence ?? null,
      route: probe.to === null ? from : `${from} → ${probe.to}`,
      isWarm: !probe.coldConnection,
    };
  });
  return <Requests title={t("requests.title", { count: probes.length })} probes={shown} />;
}
