"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** Trouble on our side: an id to tell us, and the way to try again. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("app.errors");
  return (
    <EmptyState title={t("title")} action={<Button onClick={reset}>{t("retry")}</Button>}>
      <p>{t("text")}</p>
      {error.digest ? <code className="mt-2 block font-mono text-sm">{error.digest}</code> : null}
    </EmptyState>
  );
}
