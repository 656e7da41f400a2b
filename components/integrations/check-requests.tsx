import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { ProbeSummary } from "@/lib/check/probe-summary";

/** Requests of a running check, scrolled to the newest. The height is fixed because the user fills in the form below meanwhile. */
export function CheckRequests({ seen }: { seen: readonly ProbeSummary[] }) {
  const t = useTranslations("integrations.wizard");
  const list = useRef<HTMLOListElement>(null);
  const count = seen.length;
  useEffect(() => {
    if (count > 0) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [count]);
  return (
    <ol
      ref={list}
      aria-label={t("check_list")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard
      tabIndex={0}
      className="grid min-h-0 flex-1 grid-cols-1 content-start gap-0.5 overflow-y-auto rounded-md bg-sunken p-2.5 text-sm"
    >
      {seen.map((probe, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: requests are only appended
        <li key={index} className="flex items-baseline gap-x-2 max-sm:flex-wrap">
          {probe.passed ? (
            <Check className="size-3.5 shrink-0 translate-y-0.5 text-healthy" />
          ) : (
            <X className="size-3.5 shrink-0 translate-y-0.5 text-action-needed" />
          )}
          <span className="shrink-0 font-mono text-xs">{probe.method}</span>{" "}
          <bdi className="min-w-0 flex-1 truncate font-mono text-xs">{probe.path}</bdi>
          <span className="shrink-0 text-ink-2 max-sm:basis-full max-sm:pl-5.5">
            {t(`reached.${probe.reached}`)}
            {probe.status === null ? null : ` (${probe.status})`}
          </span>
        </li>
      ))}
    </ol>
  );
}
