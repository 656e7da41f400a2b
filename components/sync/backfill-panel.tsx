"use client";

import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { useLiveRun } from "@/components/live/use-live";
import { NoticeButton, refusal, useActionOnShop } from "@/components/sync/action-notice";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { useFocusKeeper } from "@/components/ui/focus-keeper";
import { LazyDetails } from "@/components/ui/lazy-details";
import { type BackfillAnswer, type CountAnswer, countBackfillAction, startBackfillAction, stopBackfillAction } from "@/lib/sync/actions";
import { countClaim } from "@/lib/sync/past-runs/count-claim";
import { isActive, type RunView } from "@/lib/sync/past-runs/run-view";

interface BackfillProps {
  /** Default start and latest selectable day, as `2026-11-25`. */
  firstDay: string;
  today: string;
  backfills: readonly RunView[];
}

type Counted = Extract<CountAnswer, { kind: "counted" }>;

const isOpen = ({ status }: RunView): boolean => status === "waiting" || isActive({ status });

/** Compares the shop's count of the chosen days with ours, then offers to import them again. */
export function BackfillSection(props: BackfillProps) {
  const t = useTranslations("backfill");
  return (
    <LazyDetails title={t("title")} id="backfill" startsOpen={props.backfills.some(isOpen)}>
      <BackfillPanel {...props} />
    </LazyDetails>
  );
}

function BackfillPanel({ firstDay, today, backfills }: BackfillProps) {
  const t = useTranslations("backfill");
  const failure = useTranslations("sync.failure");
  const timeZone = useTimeZone() ?? "UTC";
  const [days, setDays] = useState({ from: firstDay, to: today });
  const { pending, notice, dismiss, run } = useActionOnShop();
  const [counted, setCounted] = useState<Counted | null>(null);
  const input = { ...days, timeZone };

  const choose = (change: Partial<typeof days>): void => {
    setDays({ ...days, ...change });
    setCounted(null);
    dismiss();
  };
  const problemOf = (answer: CountAnswer | BackfillAnswer): string => {
    if (answer.kind === "window_invalid") return t("problem.window_invalid");
    if (answer.kind !== "refused") return "";
    const { reason } = answer;
    if (typeof reason === "string") return t(`problem.${reason}`);
    return reason.code === "shop_failed" ? failure(reason.failure, { status: reason.status ?? 0 }) : t(`problem.${reason.code}`);
  };

  function count(event: FormEvent): void {
    event.preventDefault();
    void run(
      countBackfillAction,
      input,
      (answer) => {
        if (answer.kind !== "counted") return refusal(problemOf(answer));
        setCounted(answer);
        return null;
      },
      "count",
    );
  }

  const start = () =>
    run(
      startBackfillAction,
      input,
      (answer) => {
        if (answer.kind === "refused") return refusal(problemOf(answer));
        setCounted(null);
        return t(answer.kind);
      },
      "start",
    );

  return (
    <div className="grid gap-4">
      <p className="text-ink-2">{t("lead")}</p>
      <form method="post" onSubmit={count} className="flex flex-wrap items-end gap-3">
        {(["from", "to"] as const).map((end) => (
          <TextField
            key={end}
            label={t(end)}
            type="date"
            value={days[end]}
            max={today}
            required
            onChange={(event) => choose({ [end]: event.target.value })}
          />
        ))}
        <Button type="submit" pending={pending === "count"}>
          {t("count")}
        </Button>
      </form>
      <div role="status" className="grid justify-items-start gap-3 empty:sr-only">
        {pending === "count" ? <p className="text-working">{t("counting")}</p> : null}
        {counted ? <CountedWindow counted={counted} pending={pending === "start"} start={start} /> : null}
        {notice ? <p className={notice.good ? "text-ink-2" : "text-action-needed"}>{notice.text}</p> : null}
      </div>
      {backfills.length === 0 ? null : (
        <div className="grid gap-2 border-line border-t pt-3">
          <h3 className="font-medium">{t("latest")}</h3>
          <ul className="grid gap-2">
            {backfills.map((one) => (
              <BackfillLine key={one.id} initial={one} />
            ))}
          </ul>
        </div>
      )}
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

function BackfillLine({ initial }: { initial: RunView }) {
  const { merchantId } = useShopIds();
  const t = useTranslations("backfill");
  const format = useFormatter();
  const live = useLiveRun(initial, initial.integrationId);
  const run = live?.id === initial.id ? live : initial;
  const counts = countClaim(run);
  const day = (text: string | null, back = 0): string => (text ? format.dateTime(new Date(Date.parse(text) - back), "day") : "…");
  const line = useRef<HTMLLIElement>(null);
  useFocusKeeper(line, isOpen(run));
  return (
    <li ref={line} tabIndex={-1} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 outline-none">
      <span className="min-w-0">
        <span className="font-medium">{t("window", { from: day(run.windowFrom), to: day(run.windowTo, 1) })}</span>{" "}
        <span className="text-ink-2">{t(`is.${run.status}`, { fetched: run.fetched, total: run.total ?? 0 })}</span>
        {run.status === "succeeded" && counts ? (
          <span className="block text-ink-2">
            {t("count_check", { shop: counts.shop, ours: counts.ours, created: run.created, updated: run.updated })}
          </span>
        ) : null}
      </span>
      {isOpen(run) ? (
        <span className="flex flex-row-reverse items-center gap-2">
          <NoticeButton size="sm" action={() => stopBackfillAction(merchantId, { runId: run.id })} done={t("stopped")}>
            {t("stop")}
          </NoticeButton>
        </span>
      ) : null}
    </li>
  );
}
