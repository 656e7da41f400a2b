import { useTranslations } from "next-intl";
import { FailureAgeText } from "@/components/checks/cause-age-line";
import { SHEET_ID } from "@/components/checks/opens-sheet";
import { useAnswerer } from "@/components/checks/probe-answer-line";
import { ProbeDetails, type ShownProbe } from "@/components/checks/probe-details";
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

/** Request headers as sent; older results contain the User-Agent alone. */
const requestLines = ({ method, path, userAgent, headers = {} }: Probe): string =>
  [
    `${method} ${path}`,
    ...(userAgent === "" ? [] : [`User-Agent: ${userAgent}`]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ].join("\n");

const answerLines = ({ status, answer }: Probe): string =>
  [`HTTP ${status}`, ...Object.entries(answer?.headers ?? {}).map(([name, value]) => `${name}: ${value}`)].join("\n");

/**
 * The details of one probe in a popover, opened by buttons with `opensSheetOf`. One for the whole check: a server-rendered one per probe would
 * be a third of the page.
 */
function ProbeSheet({ probes, ages }: { probes: readonly Probe[]; ages: CheckDiff["probes"] }) {
  const t = useTranslations("checks");
  const nameAnswerer = useAnswerer();
  const shown = probes.map((probe): ShownProbe => {
    const age = ages[probe.id];
    const from = probe.from ?? t("pair.default_route");
    return {
      id: probe.id,
      title: t("probe.title", { method: probe.method, from }),
      age: age ? <FailureAgeText age={age} method={probe.method} /> : null,
      request: requestLines(probe),
      answer: probe.status === null ? null : answerLines(probe),
      failure: probe.status === null ? describeFailure(t, probe) : null,
      body: probe.answer && probe.answer.bodyStart !== "" ? { start: probe.answer.bodyStart, bytes: probe.answer.bodyBytes } : null,
      who: nameAnswerer(probe),
      evidence: probe.answeredBy?.evidence ?? null,
      route: probe.to === null ? from : `${from} → ${probe.to}`,
      timingsMs: probe.timingsMs,
      isWarm: !probe.coldConnection,
      at: probe.at,
    };
  });
  return (
    <div
      id={SHEET_ID}
      popover="auto"
      role="dialog"
      tabIndex={-1}
      aria-labelledby={`${SHEET_ID}-title`}
      className="fixed inset-x-3 top-[8dvh] m-auto mt-0 max-h-[84dvh] max-w-2xl overflow-y-auto rounded-xl border border-line bg-surface p-5 text-ink shadow-overlay outline-none backdrop:bg-scrim"
    >
      <ProbeDetails probes={shown} sheetId={SHEET_ID} />
    </div>
  );
}
