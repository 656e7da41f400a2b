"use client";

import { useRouter } from "next/navigation";
import { useTimeZone, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { BackfillList } from "@/components/sync/backfill-list";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { type BackfillAnswer, type CountAnswer, countBackfillAction, startBackfillAction } from "@/lib/sync/backfill/actions";
import type { RunView } from "@/lib/sync/past-runs/run-view";

export interface BackfillProps {
  merchantId: string;
  integrationId: string;
  /** Days as `2026-11-25`: default start and latest choice. */
  firstDay: string;
  today: string;
  backfills: readonly RunView[];
}

type Counted = Extract<CountAnswer, { kind: "counted" }>;

/** Choose days, compare the shop's count with ours, then offer to import them again. */
export function BackfillPanel({ merchantId, integrationId, firstDay, today, backfills }: BackfillProps) {
  const t = useTranslations("backfill");
  const failure = useTranslations("sync.failure");
  const errorMessage = useErrorMessage();
  const router = useRouter();
  const timeZone = useTimeZone() ?? "UTC";
  const [days, setDays] = useState({ from: firstDay, to: today });
  const [pending, setPending] = useState<"count" | "start" | null>(null);
  const [counted, setCounted] = useState<Counted | null>(null);
  const [notice, setNotice] = useState<{ good: boolean; text: string } | null>(null);
  const input = { integrationId, ...days, timeZone };

  const choose = (change: Partial<typeof days>): void => {
    setDays({ ...days, ...change });
    setCounted(null);
    setNotice(null);
  };
  const problemOf = (answer: CountAnswer | BackfillAnswer): string => {
    if (answer.kind === "window_invalid") return t("problem.window_invalid");
    if (answer.kind !== "refused") return "";
    const { reason } = answer;
    if (typeof reason === "string") return t(`problem.${reason}`);
    return reason.code === "shop_failed" ? failure(reason.failure, { status: reason.status ?? 0 }) : t(`problem.${reason.code}`);
  };

  async function count(event: FormEvent): Promise<void> {
    event.preventDefault();
    setPending("count");
    setNotice(null);
    try {
      const result = await countBackfillAction(merchantId, input);
      if (!result.ok) setNotice({ good: false, text: errorMessage(result) });
      else if (result.value.kind === "counted") setCounted(result.value);
      else setNotice({ good: false, text: problemOf(result.value) });
    } catch {
      setNotice({ good: false, text: errorMessage() });
    }
    setPending(null);
  }

  async function start(): Promise<void> {
    setPending("start");
    try {
      const result = await startBackfillAction(merchantId, input);
      if (!result.ok) setNotice({ good: false, text: errorMessage(result) });
      else if (result.value.kind === "refused") setNotice({ good: false, text: problemOf(result.value) });
      else {
        setNotice({ good: true, text: t(result.value.kind) });
        setCounted(null);
        router.refresh();
      }
    } catch {
      setNotice({ good: false, text: errorMessage() });
    }
    setPending(null);
  }

  return (
    <div className="grid gap-4">
      <p className="text-ink-2">{t("lead")}</p>
      <form method="post" onSubmit={count} className="flex flex-wrap items-end gap-3">
        <TextField
          label={t("from")}
          type="date"
          value={days.from}
          max={today}
          required
          onChange={(event) => choose({ from: event.target.value })}
        />
        <TextField
          label={t("to")}
          type="date"
          value={days.to}
          max={today}
          required
          onChange={(event) => choose({ to: event.target.value })}
        />
        <Button type="submit" pending={pending === "count"}>
          {t("count")}
        </Button>
      </form>
      <div role="status" className="grid justify-items-start gap-3 empty:sr-only">
        {pending === "count" ? <p className="text-working">{t("counting")}</p> : null}
        {counted ? <CountedWindow counted={counted} pending={pending === "start"} start={start} /> : null}
        {notice ? <p className={notice.good ? "text-ink-2" : "text-action-needed"}>{notice.text}</p> : null}
      </div>
      <BackfillList merchantId={merchantId} backfills={backfills} />
    </div>
  );
}

function CountedWindow({ counted, pending, start }: { counted: Counted; pending: boolean; start: () => void }) {
  const t = useTranslations("backfill");
  const { shopCount, ourCount } = counted;
  if (shopCount === 0 && ourCount === 0) return <p>{t("none")}</p>;
  const key = shopCount === null ? "uncounted" : shopCount === ourCount ? "counted_all_here" : "counted";
  return (
    <>
      <p className="font-medium">{t(key, { shop: shopCount ?? 0, ours: ourCount })}</p>
      <Button variant="primary" pending={pending} onClick={start}>
        {shopCount === null ? t("start_uncounted") : t("start", { count: shopCount })}
      </Button>
    </>
  );
}
