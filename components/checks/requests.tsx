"use client";

import { Check, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { FailureAgeText } from "@/components/checks/cause-age-line";
import { opensSheetOf, SHEET_ID } from "@/components/checks/page-ids";
import type { ShownProbe } from "@/components/checks/shown-probe";
import { buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import { LazyDetails } from "@/components/ui/lazy-details";

const TITLE_ID = `${SHEET_ID}-title`;
const PHASES = ["dns", "connect", "tls", "firstByte", "total"] as const;

/** The requests of a check, asked for once one of them is to be seen: they weigh more than the rest of the page. */
function useProbes(address: string) {
  const [answer, setAnswer] = useState<{ address: string; probes: readonly ShownProbe[] } | "failed" | null>(null);
  const asked = useRef<string>(undefined);
  const ask = useCallback(() => {
    if (asked.current === address) return;
    asked.current = address;
    setAnswer(null);
    const read = async (): Promise<readonly ShownProbe[]> => {
      const response = await fetch(address, { cache: "no-store" });
      if (!response.ok) throw new Error(`${response.status}`);
      return response.json();
    };
    read().then(
      (probes) => setAnswer({ address, probes }),
      () => {
        // The next click asks again.
        asked.current = undefined;
        setAnswer("failed");
      },
    );
  }, [address]);
  const probes = answer !== null && answer !== "failed" && answer.address === address ? answer.probes : null;
  return { probes, hasFailed: answer === "failed", ask };
}

/** The requests of a check as a list that is rendered once opened, with the details of the one whose button was clicked last (`opensSheetOf`). */
export function Requests({ title, address }: { title: string; address: string }) {
  const { probes, hasFailed, ask } = useProbes(address);
  const waiting = <Waiting hasFailed={hasFailed} />;
  return (
    <>
      <LazyDetails title={title}>
        <RequestList probes={probes} ask={ask} waiting={waiting} />
      </LazyDetails>
      <ProbeSheet probes={probes} ask={ask} waiting={waiting} />
    </>
  );
}

interface LoadedProps {
  probes: readonly ShownProbe[] | null;
  ask: () => void;
  waiting: ReactNode;
}

function RequestList({ probes, ask, waiting }: LoadedProps) {
  useEffect(ask, [ask]);
  if (probes === null) return waiting;
  return (
    <ol className="-my-2.5 divide-y divide-line">
      {probes.map((probe) => (
        <li key={probe.id}>
          <RequestButton probe={probe} />
        </li>
      ))}
    </ol>
  );
}

function Waiting({ hasFailed }: { hasFailed: boolean }) {
  const t = useTranslations("checks.probe");
  const app = useTranslations("app");
  return (
    <p role="status" className="text-ink-3">
      {hasFailed ? t("not_loaded") : app("loading")}
    </p>
  );
}

function RequestButton({ probe: { id, method, path, status, hasPassed, verdict, about, failure, who } }: { probe: ShownProbe }) {
  const colon = useTranslations("states")("colon");
  const Mark = hasPassed ? Check : X;
  return (
    <button
      type="button"
      {...opensSheetOf({ id })}
      className="grid w-full grid-cols-[auto_minmax(0,1fr)] gap-x-2 rounded-sm py-1.5 text-left text-sm hover:bg-hover sm:grid-cols-[auto_minmax(0,1fr)_auto]"
    >
      <Mark className={hasPassed ? "mt-0.5 size-4 text-healthy" : "mt-0.5 size-4 text-action-needed"} />
      <span className="min-w-0">
        <span className="sr-only">
          {verdict}
          {colon}{" "}
        </span>
        <span className="font-mono [overflow-wrap:anywhere]">
          {method} <bdi>{path}</bdi>
        </span>
        <span className="block text-ink-3">{about}</span>
      </span>
      <span className="col-start-2 text-ink-2 [overflow-wrap:anywhere] sm:col-start-3 sm:text-right">
        {status === null ? null : <span className="font-mono">{status} </span>}
        {failure ?? who}
      </span>
    </button>
  );
}

/** Moves the focus into the popover, so that screen readers announce it. Leaving closes it, and the browser restores the focus. */
function ProbeSheet({ probes, ask, waiting }: LoadedProps) {
  const sheet = useRef<HTMLDivElement>(null);
  const [chosen, choose] = useState<string>();
  useEffect(() => {
    // Opened before hydration: which button was used is unknown.
    if (sheet.current?.matches(":popover-open")) sheet.current.hidePopover();
    // The click event arrives before the popover opens.
    const read = ({ target }: MouseEvent): void => {
      const button = target instanceof Element ? target.closest<HTMLElement>("[data-probe]") : null;
      if (!button) return;
      choose(button.dataset["probe"]);
      ask();
    };
    document.addEventListener("click", read, true);
    return () => document.removeEventListener("click", read, true);
  }, [ask]);
  const probe = probes?.find(({ id }) => id === chosen);
  return (
    <div
      ref={sheet}
      id={SHEET_ID}
      popover="auto"
      role="dialog"
      tabIndex={-1}
      aria-labelledby={TITLE_ID}
      onToggle={({ target, currentTarget, newState }) => {
        if (target === currentTarget && newState === "open") currentTarget.focus();
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget && !currentTarget.contains(relatedTarget)) currentTarget.hidePopover();
      }}
      className="fixed inset-x-3 top-[8dvh] m-auto mt-0 max-h-[84dvh] max-w-2xl overflow-y-auto rounded-xl border border-line bg-surface p-5 text-ink shadow-overlay outline-none backdrop:bg-scrim"
    >
      {probe ? <Details probe={probe} /> : waiting}
    </div>
  );
}

const PRE = "mt-1 overflow-x-auto whitespace-pre-wrap rounded-md bg-sunken p-3 font-mono text-sm [overflow-wrap:anywhere]";

function Details({ probe }: { probe: ShownProbe }) {
  const t = useTranslations("checks");
  const format = useFormatter();
  return (
    <>
      <div className="flex items-start justify-between gap-3">
        <h3 id={TITLE_ID} className="font-semibold text-lg">
          {probe.title}
        </h3>
        <button
          type="button"
          popoverTarget={SHEET_ID}
          popoverTargetAction="hide"
          className={buttonStyle({ variant: "ghost", size: "icon-sm" })}
        >
          <X />
          <span className="sr-only">{t("probe.close")}</span>
        </button>
      </div>
      {probe.age ? (
        <p className="mt-1 text-ink-2">
          <FailureAgeText age={probe.age} method={probe.method} />
        </p>
      ) : null}
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
          <dd>{format.dateTime(new Date(probe.at), "momentSecond")}</dd>
        </div>
      </dl>
    </>
  );
}
