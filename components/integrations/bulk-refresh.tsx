import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { BULK_PANEL_ID, type BulkState } from "@/components/integrations/use-bulk-refresh";
import { Button } from "@/components/ui/button";

/** The button disappears once nothing is left to refresh, so the focus moves to the result. */
function handOnFocus(button: HTMLButtonElement | null): (() => void) | undefined {
  if (!button) return undefined;
  return () => {
    if (document.activeElement === button) document.querySelector<HTMLElement>(`#${BULK_PANEL_ID} button`)?.focus({ preventScroll: true });
  };
}

/** Refreshes every throttled shop; `BulkPanel` shows the progress. */
export function BulkRefresh({ state, count }: { state: BulkState; count: number }) {
  const t = useTranslations("sync");
  const running = state.pending || (state.progress !== null && state.progress.ended < state.progress.shops);
  // During the run no shop counts as throttled: keep the button until it is done.
  const [shown, setShown] = useState(count);
  if (!running && shown !== count) setShown(count);
  if (shown === 0) return null;
  return (
    <Button
      ref={handOnFocus}
      pending={running}
      onClick={() => state.start()}
      className="max-sm:h-auto max-sm:min-h-8 max-sm:max-w-full max-sm:whitespace-normal"
    >
      {running ? null : <RotateCw />}
      {t("bulk.button", { count: shown })}
    </Button>
  );
}
