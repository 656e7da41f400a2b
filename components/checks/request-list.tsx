"use client";

import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { opensSheetOf } from "@/components/checks/opens-sheet";
import type { Probe } from "@/lib/check/result";

/** A request with its texts. */
export interface ListedRequest extends Pick<Probe, "id" | "method" | "path" | "status"> {
  hasPassed: boolean;
  /** Short form of it. */
  verdict: string;
  /** Source address, User-Agent and purpose. */
  about: string;
  /** Code of the rule that asked it: docs/check.md. */
  rule: string;
  /** Who answered, or how it ended. */
  answer: string;
}

export function RequestList({ requests }: { requests: readonly ListedRequest[] }) {
  const colon = useTranslations("states")("colon");
  return (
    <ol className="mt-2 divide-y divide-line border-line border-t">
      {requests.map(({ id, method, path, status, hasPassed, verdict, about, rule, answer }) => {
        const Mark = hasPassed ? Check : X;
        return (
          <li key={id}>
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
                <span className="block text-ink-3">
                  {about} · <span className="font-mono text-xs">{rule}</span>
                </span>
              </span>
              <span className="col-start-2 text-ink-2 [overflow-wrap:anywhere] sm:col-start-3 sm:text-right">
                {status === null ? null : <span className="font-mono">{status} </span>}
                {answer}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
