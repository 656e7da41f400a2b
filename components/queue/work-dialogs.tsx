import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Desk } from "@/components/queue/desk";
import { type NamedGroup, useManyAnswer } from "@/components/queue/group-row";
import { ActionForm } from "@/components/shell/action-form";
import { SubmitButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField, TextAreaField } from "@/components/ui/fields";
import { options } from "@/components/ui/select";
import type { ActionResult } from "@/lib/identity/auth/action-result";
import { assignAction, snoozeAction, snoozeManyAction } from "@/lib/support/queue/actions";
import type { QueueEntry } from "@/lib/support/queue/data";
import type { WorkAnswer } from "@/lib/support/queue/mutations";
import { SNOOZE_HOURS } from "@/lib/support/queue/snooze-hours";
import type { Work } from "@/lib/support/queue/work";

interface DialogProps {
  entry: QueueEntry;
  desk: Desk;
  onClose: () => void;
  onDone: () => void;
}

/** Text that the user typed, and the work as it was then: if a colleague was faster, both stay for a second try. */
function useRetry<Typed>(entry: QueueEntry, typed: Typed, onDone: () => void) {
  const [state, setState] = useState({ typed, work: entry.work, isOvertaken: false });
  const { merchantId, incidentId } = entry;
  return {
    ...state,
    seen: { merchantId, incidentId, seen: state.work.version },
    keep: (next: Typed) => setState((known) => ({ ...known, typed: next })),
    follow: ({ kind, work }: WorkAnswer) => (kind === "done" ? onDone() : setState((known) => ({ ...known, work, isOvertaken: true }))),
  };
}

function Overtaken({ work }: { work: Work }) {
  const t = useTranslations("support.queue");
  const values = { name: work.changedBy?.name ?? t("colleague"), assignee: work.assignee?.name ?? t("unassigned") };
  return (
    <div role="alert" className="rounded-md bg-recovering-soft px-3 py-2 text-recovering">
      <p>{t("overtaken_again", values)}</p>
      {work.handoverNote ? <p className="mt-1 whitespace-pre-line">{work.handoverNote}</p> : null}
    </div>
  );
}

export function HandOverDialog({ entry, desk, onClose, onDone }: DialogProps) {
  const t = useTranslations("support.queue");
  const first = { personId: entry.work.assignee?.personId ?? desk.reader, note: entry.work.handoverNote ?? "" };
  const { typed, work, isOvertaken, seen, keep, follow } = useRetry(entry, first, onDone);
  function save(data: FormData): Promise<ActionResult<WorkAnswer>> {
    const [personId, note] = [String(data.get("personId") ?? ""), String(data.get("note") ?? "")];
    keep({ personId, note });
    return assignAction({ ...seen, personId: personId === "" ? null : personId, note });
  }
  return (
    <Dialog open onClose={onClose} title={t("hand_over.title")} description={t("hand_over.text")}>
      <ActionForm key={work.version} action={save} done={follow}>
        {isOvertaken ? <Overtaken work={work} /> : null}
        <SelectField label={t("hand_over.who")} name="personId" defaultValue={typed.personId} className="w-full">
          {desk.staff.map(({ personId, name }) => (
            <option key={personId} value={personId}>
              {personId === desk.reader ? t("you", { name }) : name}
            </option>
          ))}
          <option value="">{t("unassigned")}</option>
        </SelectField>
        <TextAreaField label={t("hand_over.note")} name="note" maxLength={2000} defaultValue={typed.note} />
        <SubmitButton className="justify-self-start">{t("hand_over.save")}</SubmitButton>
      </ActionForm>
    </Dialog>
  );
}

const FIRST_SNOOZE = { hours: "24", reason: "" };

function SnoozeFields({ typed }: { typed: typeof FIRST_SNOOZE }) {
  const t = useTranslations("support.queue");
  const errors = useTranslations("errors");
  return (
    <>
      <SelectField label={t("snooze.hours")} name="hours" defaultValue={typed.hours} className="w-full">
        {options(SNOOZE_HOURS, (hours) => t(`snooze.for.h${hours}`))}
      </SelectField>
      <TextAreaField
        autoFocus
        label={t("snooze.reason")}
        missing={errors("words_missing")}
        name="reason"
        required
        minLength={3}
        maxLength={300}
        defaultValue={typed.reason}
        className="min-h-16"
      />
      <SubmitButton className="justify-self-start">{t("snooze.save")}</SubmitButton>
    </>
  );
}

/** Snoozes all incidents of a shared problem. */
export function SnoozeGroupDialog({ group: { incidents }, onClose }: { group: NamedGroup; onClose: () => void }) {
  const t = useTranslations("support.queue");
  const say = useManyAnswer();
  return (
    <Dialog open onClose={onClose} title={t("group.snooze_title", { count: incidents.length })} description={t("snooze.text")}>
      <ActionForm
        action={(data) => snoozeManyAction({ incidents, hours: data.get("hours"), reason: data.get("reason") })}
        done={(answer) => {
          onClose();
          say(answer);
        }}
      >
        <SnoozeFields typed={FIRST_SNOOZE} />
      </ActionForm>
    </Dialog>
  );
}

export function SnoozeDialog({ entry, onClose, onDone }: DialogProps) {
  const t = useTranslations("support.queue");
  const { typed, work, isOvertaken, seen, keep, follow } = useRetry(entry, FIRST_SNOOZE, onDone);
  function save(data: FormData): Promise<ActionResult<WorkAnswer>> {
    const [hours, reason] = [String(data.get("hours") ?? ""), String(data.get("reason") ?? "")];
    keep({ hours, reason });
    return snoozeAction({ ...seen, hours, reason });
  }
  return (
    <Dialog open onClose={onClose} title={t("snooze.title")} description={t("snooze.text")}>
      <ActionForm key={work.version} action={save} done={follow}>
        {isOvertaken ? <Overtaken work={work} /> : null}
        <SnoozeFields typed={typed} />
      </ActionForm>
    </Dialog>
  );
}
