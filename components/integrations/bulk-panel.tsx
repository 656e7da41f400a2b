import { X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { BULK_PANEL_ID, type BulkState } from "@/components/integrations/use-bulk-refresh";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { Button } from "@/components/ui/button";
import { focusHeading } from "@/components/ui/focus-heading";
import { ProgressBar } from "@/components/ui/progress-bar";
import { StateShape } from "@/components/ui/state-shape";
import { quarterOf, useMilestones } from "@/components/ui/use-milestones";
import { SECOND_MS } from "@/lib/base/units";
import type { AnsweredShops, BulkOutcome } from "@/lib/integrations/list/bulk";
import { shopPath } from "@/lib/integrations/shop-paths";

const MAX_NAMED = 5;

/** Does not scroll: the user may have moved on to the rows. */
const focusInPlace = (button: HTMLElement | null): void => focusHeading(button, { preventScroll: true });

/** Status of a bulk refresh until its outcome is known. */
function useBulkText({ pending, progress }: BulkState): string {
  const t = useTranslations("sync.bulk");
  return progress && !pending ? t(progress.ended < progress.shops ? "running" : "summing", { ...progress }) : t("starting");
}

/** Bulk refresh: one progress bar, then an outcome that stays until closed. */
export function BulkPanel({ state }: { state: BulkState }) {
  const t = useTranslations("sync.bulk");
  const { pending, progress, outcome, notice } = state;
  const text = useBulkText(state);
  const atWork = !outcome && !notice;
  const announced = useMilestones(atWork ? text : "", pending ? "starting" : progress ? quarterOf(progress.ended, progress.shops) : "idle");
  const panel = useRef<HTMLDivElement>(null);
  function close(): void {
    state.close();
    // The button disappears: the focus moves to the content below.
    panel.current?.nextElementSibling?.querySelector<HTMLElement>("a, button, input, summary")?.focus();
  }
  return (
    <div ref={panel} id={BULK_PANEL_ID} className="flex items-start gap-3 rounded-lg border border-line bg-surface px-4 py-3">
      {atWork ? (
        <div className="grid min-w-0 flex-1 gap-2">
          <p aria-hidden="true" className="text-working">
            {text}
          </p>
          <ProgressBar label={t("label")} value={progress?.ended ?? 0} total={progress ? progress.shops : null} className="max-w-md" />
        </div>
      ) : null}
      <div role="status" className={outcome || notice ? "min-w-0 flex-1 text-ink-2" : "sr-only"}>
        {outcome ? <Outcome outcome={outcome} /> : (notice ?? announced)}
      </div>
      {outcome || notice ? (
        <Button ref={state.startedHere ? focusInPlace : null} variant="ghost" size="icon-sm" className="-my-1 -mr-2" onClick={close}>
          <X />
          <span className="sr-only">{t("close")}</span>
        </Button>
      ) : null}
    </div>
  );
}

/** Progress for users far down the list; only the full panel above the list is a live region. */
export function BulkWords({ bulk }: { bulk: BulkState }) {
  const t = useTranslations("sync.bulk");
  const text = useBulkText(bulk);
  const { outcome, notice } = bulk;
  if (notice || !outcome) return notice ?? text;
  const { succeeded, created, updated, notRefreshed } = outcome;
  return (
    <>
      {t("done", { succeeded, created, updated })}
      {notRefreshed > 0 ? (
        <>
          {" · "}
          <button
            type="button"
            className="cursor-pointer rounded-sm text-accent underline-offset-2 hover:underline"
            onClick={() => {
              const panel = document.getElementById(BULK_PANEL_ID);
              // Smooth scrolling stalls while the browser is busy rendering.
              if (panel) panel.scrollIntoView({ block: "center" });
              else scrollTo({ top: 0 });
              panel?.querySelector<HTMLElement>("a, summary")?.focus({ preventScroll: true });
            }}
          >
            {t("see_why", { count: notRefreshed })}
          </button>
        </>
      ) : null}
    </>
  );
}

function Outcome({ outcome }: { outcome: BulkOutcome }) {
  const t = useTranslations("sync.bulk");
  const { succeeded, created, updated, tookMs, notRefreshed, joined, reasons } = outcome;
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 text-ink">
      <StateShape tone={notRefreshed === 0 ? "healthy" : "recovering"} className="mt-[3px]" />
      <div className="[overflow-wrap:anywhere]">
        <p>
          <span className="font-medium">{t("done", { succeeded, created, updated })}</span>
          {tookMs === null ? null : <span className="text-ink-2"> · {t("took", { seconds: tookMs / SECOND_MS })}</span>}
        </p>
        {joined ? <AnswerGroup {...joined} /> : null}
        {notRefreshed > 0 ? <p className="text-ink-2">{t("failed", { count: notRefreshed })}</p> : null}
        {reasons.map((group) => (
          <AnswerGroup key={group.words} {...group} />
        ))}
      </div>
    </div>
  );
}

function AnswerGroup({ words: text, shops }: AnsweredShops) {
  const t = useTranslations("sync.bulk");
  return (
    <div className="text-ink-2">
      <p>
        {text} <Names shops={shops.slice(0, MAX_NAMED)} />
      </p>
      {shops.length > MAX_NAMED ? (
        <details>
          <summary className="w-fit cursor-pointer rounded-sm py-0.5 hover:text-ink">
            {t("and_more", { count: shops.length - MAX_NAMED })}
          </summary>
          <p>
            <Names shops={shops.slice(MAX_NAMED)} />
          </p>
        </details>
      ) : null}
    </div>
  );
}

function Names({ shops }: Pick<AnsweredShops, "shops">) {
  const { merchantId } = useShopIds();
  return shops.map(({ id, name }, index) => (
    <span key={id}>
      {index > 0 ? ", " : null}
      <Link prefetch={false} href={shopPath(merchantId, id)} className="text-accent underline-offset-2 hover:underline">
        <bdi>{name}</bdi>
      </Link>
    </span>
  ));
}
