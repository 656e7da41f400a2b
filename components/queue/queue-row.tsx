import { AlarmClock, AlarmClockOff, MessageSquare, UserRoundCheck, UserRoundPlus } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { RowName, RowTrouble } from "@/components/overview/shop-row-parts";
import type { Desk } from "@/components/queue/desk";
import { StepButton } from "@/components/queue/step-button";
import { Target } from "@/components/queue/target";
import { useOvertaken } from "@/components/queue/use-overtaken";
import { useAction } from "@/components/shell/use-action";
import { PastTime } from "@/components/sync/past-time";
import { UpcomingTime } from "@/components/sync/upcoming-time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Parts } from "@/components/ui/parts";
import { toast } from "@/components/ui/toast";
import { route } from "@/lib/base/route";
import { assignAction, wakeAction } from "@/lib/support/queue/actions";
import type { Money, QueueEntry } from "@/lib/support/queue/data";

export type WorkDialog = "hand_over" | "snooze" | "answer";

interface QueueRowProps {
  entry: QueueEntry;
  desk: Desk;
  onOpen: (dialog: WorkDialog) => void;
}

/** One incident: the shop's story, what it costs and how late it is, who works on it, and the buttons. */
export function QueueRow({ entry, desk, onOpen }: QueueRowProps) {
  const { merchantId, merchantName, row } = entry;
  return (
    <div className="isolate grid gap-x-4 gap-y-2 px-4 py-3 focus-within:bg-hover/60 hover:bg-hover/60 md:grid-cols-[minmax(0,13rem)_minmax(0,1fr)_minmax(0,17rem)]">
      <RowName
        row={row}
        merchantName={merchantName}
        href={route(`/support/merchants/${merchantId}?to=/m/${merchantId}/integrations/${row.id}`)}
      />
      <div className="min-w-0">
        <RowTrouble row={row} />
        <WorkLines entry={entry} />
      </div>
      <div className="grid min-w-0 content-start gap-1.5 max-md:pl-6 md:justify-items-end">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm md:justify-end">
          <Assignee entry={entry} desk={desk} />
          <Worth money={entry.money} />
          <Target dueAt={entry.dueAt} />
        </p>
        <div className="relative z-10 flex flex-wrap gap-1.5 md:justify-end">
          <StepButton entry={entry} desk={desk} />
          {desk.mayWork ? <WorkButtons entry={entry} desk={desk} onOpen={onOpen} /> : null}
          {desk.mayAnswer ? <AnswerButton shop={row.name} onOpen={onOpen} /> : null}
        </div>
      </div>
    </div>
  );
}

/** Why it waits or waited, and what the last one wrote for the next. */
function WorkLines({ entry: { work, isSnoozed, hostSince, threads } }: { entry: QueueEntry }) {
  const t = useTranslations("support.queue");
  const { snoozedUntil, snoozeReason, handoverNote, noteBy } = work;
  return (
    <div className="grid gap-0.5 text-ink-2 text-sm max-md:pl-6 [overflow-wrap:anywhere]">
      {hostSince || threads > 0 ? (
        <p>
          <Parts>
            {hostSince ? <span>{t.rich("host_since", { at: () => <PastTime at={hostSince} /> })}</span> : null}
            {threads > 0 ? <span>{t("asked", { count: threads })}</span> : null}
          </Parts>
        </p>
      ) : null}
      {snoozeReason && snoozedUntil ? (
        <p>
          {isSnoozed
            ? t.rich("snooze.until", { at: () => <UpcomingTime at={snoozedUntil} />, reason: snoozeReason })
            : t("snooze.was", { reason: snoozeReason })}
        </p>
      ) : null}
      {handoverNote ? (
        <p className="whitespace-pre-line border-line-strong border-l-2 pl-2">
          {noteBy ? <bdi className="font-medium text-ink">{t("note_by", { name: noteBy.name })} </bdi> : null}
          {handoverNote}
        </p>
      ) : null}
    </div>
  );
}

function Assignee({ entry: { work }, desk }: { entry: QueueEntry; desk: Desk }) {
  const t = useTranslations("support.queue");
  if (!work.assignee) return <span className="text-ink-3">{t("unassigned")}</span>;
  const { personId, name } = work.assignee;
  return personId === desk.reader ? <Badge tone="accent">{t("you", { name })}</Badge> : <bdi className="font-medium">{name}</bdi>;
}

function Worth({ money }: { money: Money | null }) {
  const t = useTranslations("support.queue");
  const format = useFormatter();
  if (!money) return null;
  const amount = format.number(money.amount, { style: "currency", currency: money.currency, maximumFractionDigits: 0 });
  return (
    <span className="text-ink-2 tabular-nums" title={t("worth_label")}>
      <span className="sr-only">{t("worth_label")} </span>
      {t("worth", { amount })}
    </span>
  );
}

function AnswerButton({ shop, onOpen }: { shop: string; onOpen: QueueRowProps["onOpen"] }) {
  const t = useTranslations("support.queue");
  const action = useTranslations("macros.answer")("button");
  return (
    <Button
      size="sm"
      data-write=""
      icon={<MessageSquare />}
      aria-label={t("action_for", { action, shop })}
      onClick={() => onOpen("answer")}
    >
      {action}
    </Button>
  );
}

function WorkButtons({ entry, desk, onOpen }: QueueRowProps) {
  const t = useTranslations("support.queue");
  const follow = useOvertaken();
  const taking = useAction();
  const waking = useAction();
  const { merchantId, incidentId, work, isSnoozed, row } = entry;
  const seen = { merchantId, incidentId, seen: work.version };
  const nameOf = (action: string): string => t("action_for", { action, shop: row.name });
  return (
    <>
      {work.assignee ? (
        <Button
          size="sm"
          data-assign=""
          icon={<UserRoundCheck />}
          aria-label={nameOf(t("hand_over.button"))}
          onClick={() => onOpen("hand_over")}
        >
          {t("hand_over.button")}
        </Button>
      ) : (
        <Button
          size="sm"
          data-assign=""
          icon={<UserRoundPlus />}
          pending={taking.pending}
          aria-label={nameOf(t("take"))}
          onClick={() =>
            taking.run(
              () => assignAction({ ...seen, personId: desk.reader }),
              (answer) => follow(answer, () => toast.success(t("taken"))),
            )
          }
        >
          {t("take")}
        </Button>
      )}
      {isSnoozed ? (
        <Button
          size="sm"
          data-snooze=""
          icon={<AlarmClockOff />}
          pending={waking.pending}
          aria-label={nameOf(t("snooze.wake"))}
          onClick={() => waking.run(() => wakeAction(seen), follow)}
        >
          {t("snooze.wake")}
        </Button>
      ) : (
        <Button size="sm" data-snooze="" icon={<AlarmClock />} aria-label={nameOf(t("snooze.button"))} onClick={() => onOpen("snooze")}>
          {t("snooze.button")}
        </Button>
      )}
    </>
  );
}
