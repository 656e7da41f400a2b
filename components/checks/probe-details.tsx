"use client";

import { X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import type { Probe } from "@/lib/check/result";
import { SECOND } from "@/lib/i18n/date-formats";

const PHASES = ["dns", "connect", "tls", "firstByte", "total"] as const;

/** A probe with its texts. */
export interface ShownProbe extends Pick<Probe, "id" | "timingsMs" | "at"> {
  title: string;
  age: ReactNode;
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

/**
 * Content of the popover: the probe whose button was clicked last. The focus moves into it, so that screen readers announce it; leaving it
 * closes the popover, and the browser restores the focus.
 */
export function ProbeDetails({ probes, sheetId }: { probes: readonly ShownProbe[]; sheetId: string }) {
  const app = useTranslations("app");
  const [chosen, choose] = useState<string>();
  useEffect(() => {
    const sheet = document.getElementById(sheetId);
    if (!sheet) return;
    // The click precedes the popover that it opens.
    const read = ({ target }: MouseEvent): void => {
      const button = target instanceof Element ? target.closest<HTMLElement>("[data-probe]") : null;
      if (button) choose(button.dataset["probe"]);
    };
    const enter = (): void => {
      if (sheet.matches(":popover-open")) sheet.focus();
    };
    const leave = ({ relatedTarget }: FocusEvent): void => {
      if (relatedTarget instanceof Node && !sheet.contains(relatedTarget)) sheet.hidePopover();
    };
    // Opened before the scripts knew which button was used.
    if (sheet.matches(":popover-open")) sheet.hidePopover();
    document.addEventListener("click", read, true);
    sheet.addEventListener("toggle", enter);
    sheet.addEventListener("focusout", leave);
    return () => {
      document.removeEventListener("click", read, true);
      sheet.removeEventListener("toggle", enter);
      sheet.removeEventListener("focusout", leave);
    };
  }, [sheetId]);
  const probe = probes.find(({ id }) => id === chosen);
  return probe ? <Details probe={probe} sheetId={sheetId} /> : <p className="text-ink-3">{app("loading")}</p>;
}

const PRE = "mt-1 overflow-x-auto whitespace-pre-wrap rounded-md bg-sunken p-3 font-mono text-sm [overflow-wrap:anywhere]";

function Details({ probe, sheetId }: { probe: ShownProbe; sheetId: string }) {
  const t = useTranslations("checks");
  const format = useFormatter();
  return (
    <>
      <div className="flex items-start justify-between gap-3">
        <h3 id={`${sheetId}-title`} className="font-semibold text-lg">
          {probe.title}
        </h3>
        <button
          type="button"
          popoverTarget={sheetId}
          popoverTargetAction="hide"
          className={cn(buttonStyle({ variant: "ghost", size: "icon-sm" }))}
        >
          <X />
          <span className="sr-only">{t("probe.close")}</span>
        </button>
      </div>
      {probe.age ? <p className="mt-1 text-ink-2">{probe.age}</p> : null}
      <h4 className="mt-3 font-medium text-ink-2 text-sm">{t("probe.request")}</h4>
      <pre className={PRE}>{probe.request}</pre>
      <h4 className="mt-3 font-medium text-ink-2 text-sm">{t("probe.answer")}</h4>
      {probe.answer === null ? (
        <p className="mt-1">{t("probe.no_answer", { failure: probe.failure ?? "" })}</p>
      ) : (
        <pre className={PRE}>{probe.answer}</pre>
      )}
      {probe.body ? (
        <>
          <h4 className="mt-3 font-medium text-ink-2 text-sm">{t("probe.body", { bytes: probe.body.bytes })}</h4>
          <pre className={cn(PRE, "max-h-48")}>{probe.body.start}</pre>
        </>
      ) : null}
      <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-1 text-sm sm:grid-cols-3">
        <div className="col-span-full">
          <dt className="text-ink-3">{t("probe.who")}</dt>
          <dd className="[overflow-wrap:anywhere]">
            {probe.who}
            {probe.evidence === null ? null : <code className="ml-2 font-mono text-ink-3">{probe.evidence}</code>}
          </dd>
        </div>
        <div className="col-span-full">
          <dt className="text-ink-3">{t("pair.from")}</dt>
          <dd className="font-mono [overflow-wrap:anywhere]">{probe.route}</dd>
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
        {probe.isWarm ? <div className="self-end text-ink-3">{t("probe.warm")}</div> : null}
        <div>
          <dt className="text-ink-3">{t("pair.time")}</dt>
          <dd>{format.dateTime(new Date(probe.at), SECOND)}</dd>
        </div>
      </dl>
    </>
  );
}
