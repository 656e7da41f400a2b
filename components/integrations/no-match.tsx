"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** Shown when the filter matches nothing. */
export function NoMatch({ onReset }: { onReset: () => void }) {
  const t = useTranslations("integrations.empty");
  function reset(): void {
    onReset();
    // The button disappears: focus the active filter.
    document.querySelector<HTMLElement>("main [aria-pressed]")?.focus();
  }
  return (
    <EmptyState title={t("no_match")} action={<Button onClick={reset}>{t("reset")}</Button>}>
      {t("no_match_text")}
    </EmptyState>
  );
}
