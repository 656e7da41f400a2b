"use client";

import { Pause, Play, RotateCw, Stethoscope, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useRef, useState } from "react";
import { type BulkState, isAtWork } from "@/components/integrations/use-bulk-refresh";
import { useErrorWords } from "@/components/integrations/use-error-words";
import { Button } from "@/components/ui/button";
import { useKeptFocus } from "@/components/ui/use-kept-focus";
import { checkMany, pauseMany, resumeMany } from "@/lib/integrations/bulk-actions";

interface BarProps {
  merchantId: string;
  ids: readonly string[];
  /** How many of them rest, so that resuming has a meaning. */
  paused: number;
  bulk: BulkState;
  onClear: () => void;
}

type Press = "check" | "pause" | "resume";
/** What was done and can be taken back; `of` says to which shops. */
interface Done {
  words: string;
  undo: readonly string[];
  of: string;
}

/** Comes with what it leads to. */
const BulkWords = lazy(() => import("@/components/integrations/bulk-panel").then((module) => ({ default: module.BulkWords })));

/** What one can do with the selected shops; stays in sight while the list scrolls. */
export function SelectionBar({ merchantId, ids, paused, bulk, onClear }: BarProps) {
  const t = useTranslations("integrations.bulk");
  const sync = useTranslations("sync.refresh");
  const errorWords = useErrorWords();
  const [pending, setPending] = useState<Press | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [refreshed, setRefreshed] = useState<string | null>(null);

  const of = ids.join();
  const bar = useRef<HTMLElement>(null);
  useKeptFocus(bar, done, pending !== null);

  async function press(kind: Press, integrationIds: readonly string[]): Promise<void> {
    setPending(kind);
    setDone(null);
    setRefreshed(null);
    const tell = (words: string, undo: readonly string[] = []) => setDone({ words, undo, of });
    try {
      if (kind === "check") {
        const result = await checkMany(merchantId, { integrationIds });
        tell(result.ok ? t("checks_started", result.value) : errorWords(result));
      }
      if (kind === "pause") {
        const result = await pauseMany(merchantId, { integrationIds });
        if (result.ok) tell(t("paused", { count: result.value.paused.length }), result.value.paused);
        else tell(errorWords(result));
      }
      if (kind === "resume") {
        const result = await resumeMany(merchantId, { integrationIds });
        tell(result.ok ? t("resumed", { count: result.value.resumed }) : errorWords(result));
      }
    } catch {
      tell(errorWords());
    } finally {
      setPending(null);
    }
  }

  function pressRefresh(): void {
    setDone(null);
    setRefreshed(of);
    bulk.press(ids);
  }

  if (ids.length === 0 && !done) return null;
  return (
    <section
      ref={bar}
      aria-label={t("label")}
      className="sticky bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-20 flex flex-wrap items-center gap-2 rounded-lg border border-line-strong bg-surface px-3 py-2 shadow-overlay sm:bottom-4"
    >
      <div className="mr-auto min-w-0 text-sm [overflow-wrap:anywhere]">
        <p role="status">
          {done?.words}{" "}
          {done && (done.of === of || ids.length === 0) ? null : (
            <span className="font-medium">{t("selected", { count: ids.length })}</span>
          )}
        </p>
        {refreshed === of && isAtWork(bulk) ? (
          <p className="text-ink-2">
            <Suspense>
              <BulkWords bulk={bulk} />
            </Suspense>
          </p>
        ) : null}
      </div>
      {done && done.undo.length > 0 ? (
        <Button size="sm" pending={pending === "resume"} onClick={() => press("resume", done.undo)}>
          {t("undo")}
        </Button>
      ) : null}
      {ids.length > 0 ? (
        <>
          <Button size="sm" pending={bulk.pending} onClick={pressRefresh}>
            {bulk.pending ? null : <RotateCw aria-hidden="true" />}
            {sync("button")}
          </Button>
          <Button size="sm" pending={pending === "check"} onClick={() => press("check", ids)}>
            {pending === "check" ? null : <Stethoscope aria-hidden="true" />}
            {t("check")}
          </Button>
          {paused < ids.length ? (
            <Button size="sm" pending={pending === "pause"} onClick={() => press("pause", ids)}>
              {pending === "pause" ? null : <Pause aria-hidden="true" />}
              {t("pause")}
            </Button>
          ) : null}
          {paused > 0 ? (
            <Button size="sm" pending={pending === "resume"} onClick={() => press("resume", ids)}>
              {pending === "resume" ? null : <Play aria-hidden="true" />}
              {sync("resume")}
            </Button>
          ) : null}
        </>
      ) : null}
      <Button
        size="icon-sm"
        variant="ghost"
        onClick={({ detail }) => {
          // The bar goes: the focus goes to the first shop that was selected. Whoever presses with a mouse stays where they look.
          document.querySelector<HTMLElement>("[data-select]:checked")?.focus({ preventScroll: detail > 0 });
          setDone(null);
          onClear();
        }}
      >
        <X aria-hidden="true" />
        <span className="sr-only">{t("clear")}</span>
      </Button>
    </section>
  );
}
