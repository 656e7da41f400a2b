"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** In the place of the rows where the filter leaves none. */
export function NoMatch({ onReset }: { onReset: () => void }) {
  const t = useTranslations("integrations.empty");
  function reset(): void {
    onReset();
    // The button goes: the focus goes to the filter that now holds.
    document.querySelector<HTMLElement>("main [aria-pressed]")?.focus();
  }
  return (
    <EmptyState title={t("no_match")} action={<Button onClick={reset}>{t("reset")}</Button>}>
      {t("no_match_text")}
    </EmptyState>
  );
}
