"use client";

import { RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { useLive } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { testCauseAgain } from "@/lib/integrations/actions";

interface TestAgainProps {
  merchantId: string;
  integrationId: string;
  /** The check that is shown, and the index of the cause in it. */
  ofCheckId: string;
  causeIndex: number;
  /** Heading of the cause: distinguishes equal buttons for screen readers. */
  headingId: string;
}

interface Notice {
  words: string;
  /** The check that was started or joined; its end ends the notice. */
  checkId: string | null;
}

/** Check ids are ordered by time: a shown check with this or a later id means that the awaited one has ended. */
const hasEnded = (awaited: string, shown: string, known: { id: string; status: string } | null): boolean =>
  shown >= awaited ||
  (known !== null && (known.id > awaited || (known.id === awaited && (known.status === "done" || known.status === "failed"))));

/** Repeats only the requests of one cause. Shows a spinner while the check runs. */
export function TestAgain({ merchantId, integrationId, ofCheckId, causeIndex, headingId }: TestAgainProps) {
  const t = useTranslations("checks.again");
  const errorMessage = useErrorMessage();
  const [started, setStarted] = useState(false);
  const [notice, setNotice] = useState<Notice | null>(null);
  const check = useLive((state) => state.rows.get(integrationId)?.check ?? null);
  const awaited = notice?.checkId ?? null;
  const isOnItsWay = started || (awaited !== null && !hasEnded(awaited, ofCheckId, check));

  const testAgain = async (): Promise<void> => {
    setStarted(true);
    setNotice(null);
    try {
      const result = await testCauseAgain(merchantId, { integrationId, ofCheckId, causeIndex });
      if (!result.ok) setNotice({ words: errorMessage(result), checkId: null });
      else if (result.value.kind === "too_soon")
        setNotice({ words: t("too_soon", { seconds: result.value.retryAfterSeconds }), checkId: null });
      else setNotice({ words: t(result.value.kind), checkId: result.value.checkId });
    } catch {
      setNotice({ words: errorMessage(), checkId: null });
    } finally {
      setStarted(false);
    }
  };

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button size="sm" pending={isOnItsWay} aria-describedby={headingId} onClick={testAgain}>
        {isOnItsWay ? null : <RotateCcw />}
        {t("button")}
      </Button>
      <p role="status" className="text-ink-2 empty:sr-only">
        {notice && (awaited === null || isOnItsWay) ? notice.words : null}
      </p>
    </div>
  );
}
