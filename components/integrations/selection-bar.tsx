import { Pause, Play, RotateCw, Stethoscope, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { BulkWords } from "@/components/integrations/bulk-panel";
import { type BulkState, isAtWork } from "@/components/integrations/use-bulk-refresh";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { Button } from "@/components/ui/button";
import { useFocusKeeper } from "@/components/ui/focus-keeper";
import type { ActionResult } from "@/lib/identity/auth/action-result";
import { MAX_AT_ONCE } from "@/lib/integrations/limits";
import { checkMany, pauseMany, resumeMany } from "@/lib/integrations/list/bulk-actions";
import type { ManyIntegrations } from "@/lib/integrations/list/bulk-schema";

interface BarProps {
  /** The selected shops, or the filter that selects them. */
  many: ManyIntegrations;
  count: number;
  /** Number of paused shops; resuming is offered for these. */
  paused: number;
  /** Number of shops that match the filter, on all pages. */
  matching: number;
  bulk: BulkState;
  onSelectMatching: (() => void) | null;
  onClear: () => void;
}

type BulkAction = "check" | "pause" | "resume";
/** The last action, for the undo; `of` holds its shops. */
interface Done {
  text: string;
  undo: readonly string[];
  of: string;
}

/** Actions for the selected shops; sticky while the list scrolls. */
export function SelectionBar({ many, count, paused, matching, bulk, onSelectMatching, onClear }: BarProps) {
  const { merchantId } = useShopIds();
  const t = useTranslations("integrations.bulk");
  const sync = useTranslations("sync.refresh");
  const errorMessage = useErrorMessage();
  const [pending, setPending] = useState<BulkAction | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [refreshed, setRefreshed] = useState<string | null>(null);

  const of = JSON.stringify(many);
  const bar = useRef<HTMLElement>(null);
  useFocusKeeper(bar, done, pending !== null);

  async function runBulk<Value>(
    kind: BulkAction,
    act: (merchantId: string, selection: ManyIntegrations) => Promise<ActionResult<Value>>,
    selection: ManyIntegrations,
    doneOf: (value: Value) => Partial<Done>,
  ) {
    setPending(kind);
    setDone(null);
    setRefreshed(null);
    const result = await act(merchantId, selection).catch(() => undefined);
    setDone({ text: "", undo: [], of, ...(result?.ok ? doneOf(result.value) : { text: errorMessage(result) }) });
    setPending(null);
  }
  const check = () => runBulk("check", checkMany, many, (started) => ({ text: t("checks_started", started) }));
  const pause = () => runBulk("pause", pauseMany, many, ({ paused: undo }) => ({ text: t("paused", { count: undo.length }), undo }));
  const resume = (selection: ManyIntegrations) =>
    runBulk("resume", resumeMany, selection, ({ resumed }) => ({ text: t("resumed", { count: resumed }) }));

  function startRefresh(): void {
    setDone(null);
    setRefreshed(of);
    bulk.start(many);
  }

  if (count === 0 && !done) return null;
  return (
    <section
      ref={bar}
      aria-label={t("label")}
      className="sticky bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-20 flex flex-wrap items-center gap-2 rounded-lg border border-line-strong bg-surface px-3 py-2 shadow-overlay sm:bottom-4"
    >
      <div className="mr-auto min-w-0 text-sm [overflow-wrap:anywhere]">
        <p role="status">
          {done?.text} {done && (done.of === of || count === 0) ? null : <span className="font-medium">{t("selected", { count })}</span>}
        </p>
        {onSelectMatching && count < matching && matching <= MAX_AT_ONCE ? (
          <button
            type="button"
            className="cursor-pointer rounded-sm text-accent underline-offset-2 hover:underline"
            onClick={onSelectMatching}
          >
            {t("select_matching", { count: matching })}
          </button>
        ) : null}
        {refreshed === of && isAtWork(bulk) ? (
          <p className="text-ink-2">
            <BulkWords bulk={bulk} />
          </p>
        ) : null}
      </div>
      {done && done.undo.length > 0 ? (
        <Button size="sm" pending={pending === "resume"} onClick={() => resume({ integrationIds: [...done.undo] })}>
          {t("undo")}
        </Button>
      ) : null}
      {count > 0 ? (
        <>
          <Button size="sm" pending={bulk.pending} onClick={startRefresh}>
            {bulk.pending ? null : <RotateCw />}
            {sync("button")}
          </Button>
          <Button size="sm" pending={pending === "check"} onClick={check}>
            {pending === "check" ? null : <Stethoscope />}
            {t("check")}
          </Button>
          {paused < count ? (
            <Button size="sm" pending={pending === "pause"} onClick={pause}>
              {pending === "pause" ? null : <Pause />}
              {t("pause")}
            </Button>
          ) : null}
          {paused > 0 ? (
            <Button size="sm" pending={pending === "resume"} onClick={() => resume(many)}>
              {pending === "resume" ? null : <Play />}
              {sync("resume")}
            </Button>
          ) : null}
        </>
      ) : null}
      <Button
        size="icon-sm"
        variant="ghost"
        onClick={({ detail }) => {
          // The bar disappears, so keyboard focus moves to the first selected shop. A mouse click scrolls nothing.
          document.querySelector<HTMLElement>("[data-select]:checked")?.focus({ preventScroll: detail > 0 });
          setDone(null);
          onClear();
        }}
      >
        <X />
        <span className="sr-only">{t("clear")}</span>
      </Button>
    </section>
  );
}
