import { X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { FailureAgeText } from "@/components/checks/cause-age-line";
import { WhoAnswered } from "@/components/checks/probe-answer-line";
import { buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import type { FailureAge } from "@/lib/checks/compare-checks";
import type { Probe } from "@/lib/checks/result";
import { describeFailure } from "@/lib/diagnosis/describe-failure";
import { SECOND } from "@/lib/i18n/date-formats";

const PHASES = ["dns", "connect", "tls", "firstByte", "total"] as const;

export const sheetIdOf = ({ id }: Pick<Probe, "id">): string => `probe-${id}`;

/** As it was sent: results stored before headers were kept know the name alone. */
const requestLines = ({ method, path, userAgent, headers = {} }: Probe): string =>
  [
    `${method} ${path}`,
    ...(userAgent === "" ? [] : [`User-Agent: ${userAgent}`]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ].join("\n");

/**
 * One probe with everything known of it; opened by buttons with its `sheetIdOf` as `popoverTarget`, closed by Escape or a press beside it,
 * without scripts.
 */
export function ProbeSheet({ probe, age }: { probe: Probe; age: FailureAge | null }) {
  const id = sheetIdOf(probe);
  const t = useTranslations("checks");
  const format = useFormatter();
  const headers = Object.entries(probe.answer?.headers ?? {});
  return (
    <div
      id={id}
      popover="auto"
      role="dialog"
      aria-labelledby={`${id}-title`}
      className="fixed inset-x-3 top-[8dvh] m-auto mt-0 max-h-[84dvh] max-w-2xl overflow-y-auto rounded-xl border border-line bg-surface p-5 text-ink shadow-overlay backdrop:bg-black/40"
    >
      <div className="flex items-start justify-between gap-3">
        <h3 id={`${id}-title`} className="font-semibold text-lg">
          {t("probe.title", { method: probe.method, from: probe.from ?? t("pair.default_route") })}
        </h3>
        <button
          type="button"
          popoverTarget={id}
          popoverTargetAction="hide"
          className={cn(buttonStyle({ variant: "ghost", size: "icon-sm" }))}
        >
          <X aria-hidden="true" />
          <span className="sr-only">{t("probe.close")}</span>
        </button>
      </div>
      {age ? (
        <p className="mt-1 text-ink-2">
          <FailureAgeText age={age} method={probe.method} />
        </p>
      ) : null}
      <h4 className="mt-3 font-medium text-ink-2 text-sm">{t("probe.request")}</h4>
      <pre className="mt-1 overflow-x-auto whitespace-pre-wrap rounded-md bg-sunken p-3 font-mono text-sm [overflow-wrap:anywhere]">
        {requestLines(probe)}
      </pre>
      <h4 className="mt-3 font-medium text-ink-2 text-sm">{t("probe.answer")}</h4>
      {probe.status === null ? (
        <p className="mt-1">{t("probe.no_answer", { failure: describeFailure(t, probe) })}</p>
      ) : (
        <pre className="mt-1 overflow-x-auto whitespace-pre-wrap rounded-md bg-sunken p-3 font-mono text-sm [overflow-wrap:anywhere]">
          {[`HTTP ${probe.status}`, ...headers.map(([name, value]) => `${name}: ${value}`)].join("\n")}
        </pre>
      )}
      {probe.answer && probe.answer.bodyStart !== "" ? (
        <>
          <h4 className="mt-3 font-medium text-ink-2 text-sm">{t("probe.body", { bytes: probe.answer.bodyBytes })}</h4>
          <pre className="mt-1 max-h-48 overflow-auto whitespace-pre-wrap rounded-md bg-sunken p-3 font-mono text-sm [overflow-wrap:anywhere]">
            {probe.answer.bodyStart}
          </pre>
        </>
      ) : null}
      <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-1 text-sm sm:grid-cols-3">
        <div className="col-span-full">
          <dt className="text-ink-3">{t("probe.who")}</dt>
          <dd className="[overflow-wrap:anywhere]">
            <WhoAnswered probe={probe} />
            {probe.answeredBy?.evidence ? <code className="ml-2 font-mono text-ink-3">{probe.answeredBy.evidence}</code> : null}
          </dd>
        </div>
        <div className="col-span-full">
          <dt className="text-ink-3">{t("pair.from")}</dt>
          <dd className="font-mono [overflow-wrap:anywhere]">
            {probe.from ?? t("pair.default_route")}
            {probe.to === null ? "" : ` → ${probe.to}`}
          </dd>
        </div>
        {PHASES.map((phase) => {
          const value = probe.timingsMs[phase];
          return value === null ? null : (
            <div key={phase}>
              <dt className="text-ink-3">{t(`probe.phase.${phase}`)}</dt>
              <dd>{t("probe.ms", { value })}</dd>
            </div>
          );
        })}
        {probe.coldConnection ? null : <div className="self-end text-ink-3">{t("probe.warm")}</div>}
        <div>
          <dt className="text-ink-3">{t("pair.time")}</dt>
          <dd>{format.dateTime(new Date(probe.at), SECOND)}</dd>
        </div>
      </dl>
    </div>
  );
}
