import { getTranslations } from "next-intl/server";
import type { FailureAge } from "@/lib/check/compare-checks";
import { nameAnswerer } from "@/lib/check/diagnosis/describe-cause";
import { describeFailure } from "@/lib/check/diagnosis/describe-failure";
import { productToken } from "@/lib/check/matrix";
import { becauseOf, reasonOf } from "@/lib/check/probe/ask-rules";
import type { Probe } from "@/lib/check/result";
import { anyKey } from "@/lib/i18n/any-key";

/** A request of a check in the reader's language (requests.tsx). */
export interface ShownProbe extends Pick<Probe, "id" | "method" | "path" | "status" | "timingsMs" | "at"> {
  hasPassed: boolean;
  verdict: string;
  /** Source address, User-Agent, what the request shows, and why the check sent it. */
  about: string;
  title: string;
  age: FailureAge | null;
  request: string;
  /** Null without a response; `failure` then says why. */
  answer: string | null;
  failure: string | null;
  body: { start: string; bytes: number } | null;
  who: string;
  evidence: string | null;
  route: string;
  isWarm: boolean;
}

const headerLines = (headers: Readonly<Record<string, string>>): string[] =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

/** The request line and the headers as sent. */
const requestLines = ({ method, path, userAgent, headers }: Probe): string =>
  [`${method} ${path}`, ...(userAgent === "" ? [] : [`User-Agent: ${userAgent}`]), ...headerLines(headers)].join("\n");

/** Every request of a check in order. `agents` are our own User-Agents. */
export async function describeProbes(
  probes: readonly Probe[],
  agents: readonly string[],
  ages: Readonly<Record<string, FailureAge>>,
): Promise<ShownProbe[]> {
  const t = await getTranslations("checks");
  const causes = anyKey(await getTranslations("causes"));
  return probes.map((probe): ShownProbe => {
    const { id, method, path, status, answer, timingsMs, at } = probe;
    const from = probe.from ?? t("pair.default_route");
    const reason = reasonOf(probe.purpose);
    const because = becauseOf(probe.purpose);
    const software = nameAnswerer(causes, probe);
    const about = [
      from,
      agents.includes(probe.userAgent) ? productToken(probe.userAgent) : null,
      probe.source === "control" && reason !== "contrast_control" ? t("requests.reason.contrast_control") : null,
      reason === null ? null : t(`requests.reason.${reason}`),
      because === null ? null : t(`requests.because.${because}`),
    ];
    return {
      id,
      method,
      path,
      status,
      timingsMs,
      at,
      hasPassed: probe.passed,
      verdict: t(probe.passed ? "matrix.passed" : "matrix.blocked"),
      about: about.filter((part) => part !== null).join(" · "),
      title: t("probe.title", { method, from }),
      age: ages[id] ?? null,
      request: requestLines(probe),
      answer: status === null ? null : [`HTTP ${status}`, ...headerLines(answer?.headers ?? {})].join("\n"),
      failure: status === null ? describeFailure(t, probe) : null,
      body: answer && answer.bodyStart !== "" ? { start: answer.bodyStart, bytes: answer.bodyBytes } : null,
      who: `${t(`probe.reached.${probe.reached}`)}${software ? ` (${software})` : ""}`,
      evidence: probe.answeredBy?.evidence ?? null,
      route: probe.to === null ? from : `${from} → ${probe.to}`,
      isWarm: !probe.coldConnection,
    };
  });
}
