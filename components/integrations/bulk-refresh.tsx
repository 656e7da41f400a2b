"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { refreshThrottled } from "@/app/(dashboard)/m/[merchantId]/integrations/actions";
import { useErrorWords } from "@/components/integrations/use-error-words";
import { Button } from "@/components/ui/button";

/** Refresh of every slowed-down shop; their rows show the progress. */
export function BulkRefresh({ merchantId, count }: { merchantId: string; count: number }) {
  const t = useTranslations("sync");
  const errorWords = useErrorWords();
  const [pending, setPending] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);

  async function press(): Promise<void> {
    setPending(true);
    try {
      const result = await refreshThrottled(merchantId, {});
      setNotice(result.ok ? t("bulk.started", result.value) : errorWords(result));
    } catch {
      setNotice(errorWords());
    } finally {
      setPending(false);
    }
  }

  return (
    <>
      <span role="status" className="self-center text-ink-2 text-sm empty:hidden">
        {notice}
      </span>
      {count > 0 ? (
        <Button pending={pending} onClick={press}>
          {pending ? null : <RotateCw aria-hidden="true" />}
          {t("bulk.button", { count })}
        </Button>
      ) : null}
    </>
  );
}
