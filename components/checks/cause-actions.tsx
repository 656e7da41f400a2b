"use client";

import { RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { useLive } from "@/components/live/use-live";
import { refusal, useActionOnShop } from "@/components/sync/action-notice";
import { Button } from "@/components/ui/button";
import { testCauseAgain } from "@/lib/check/actions";
import { changeAddressAction } from "@/lib/integrations/settings/settings-actions";

interface TestAgainProps {
  /** The displayed check, and the index of the cause within it. */
  ofCheckId: string;
  causeIndex: number;
  /** Heading of the cause; distinguishes identical buttons for screen readers. */
  headingId: string;
}

/** Check ids are ordered by time: a displayed check with this or a later id means that the awaited one has ended. */
const hasEnded = (awaited: string, shown: string, known: { id: string; status: string } | null): boolean =>
  shown >= awaited ||
  (known !== null && (known.id > awaited || (known.id === awaited && (known.status === "done" || known.status === "failed"))));

/** Repeats only the requests of one cause. Shows a spinner while the check runs. */
export function TestAgain({ ofCheckId, causeIndex, headingId }: TestAgainProps) {
  const { integrationId } = useShopIds();
  const t = useTranslations("checks.again");
  const { pending, notice, run } = useActionOnShop();
  /** The check that was started or joined; the notice disappears when it ends. */
  const [awaited, setAwaited] = useState<string | null>(null);
  const check = useLive((state) => state.rows.get(integrationId)?.check ?? null);
  const isRunning = pending !== null || (awaited !== null && !hasEnded(awaited, ofCheckId, check));

  const testAgain = (): void => {
    setAwaited(null);
    void run(testCauseAgain, { ofCheckId, causeIndex }, (answer) => {
      if (answer.kind === "too_soon") return refusal(t("too_soon", { seconds: answer.retryAfterSeconds }));
      setAwaited(answer.checkId);
      return t(answer.kind);
    });
  };

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button size="sm" pending={isRunning} aria-describedby={headingId} onClick={testAgain} icon={<RotateCcw />}>
        {t("button")}
      </Button>
      <p role="status" className="text-ink-2 empty:sr-only">
        {awaited === null || isRunning ? notice?.text : null}
      </p>
    </div>
  );
}

interface UseAddressProps {
  address: string;
  /** Heading of the cause, for screen readers. */
  headingId: string;
}

/** Changes the shop's URL to the target of its redirect. The stored key is dropped, as the text beside the button says. */
export function UseAddress({ address, headingId }: UseAddressProps) {
  const t = useTranslations("checks.use_address");
  const problems = useTranslations("integrations.address.problem");
  const { pending, notice, run } = useActionOnShop();
  const use = () =>
    run(changeAddressAction, { address, withoutKey: true }, (answer) =>
      answer.kind === "problem" ? refusal(problems(answer.problem, { host: answer.host })) : t("saved", { address }),
    );
  return (
    <div className="flex w-full flex-wrap items-center gap-x-3 gap-y-1">
      <Button size="sm" variant="primary" pending={pending !== null} aria-describedby={headingId} onClick={use}>
        {t("button")}
      </Button>
      <p role="status" className="text-ink-2">
        {notice?.text ?? t("key")}
      </p>
    </div>
  );
}
