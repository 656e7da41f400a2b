"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { StableList } from "@/components/live/stable-list";
import { AnswerDialog } from "@/components/queue/answer-dialog";
import type { Desk } from "@/components/queue/desk";
import { GroupRow, type NamedGroup } from "@/components/queue/group-row";
import { QueueRow, type WorkDialog } from "@/components/queue/queue-row";
import { HandOverDialog, SnoozeDialog, SnoozeGroupDialog } from "@/components/queue/work-dialogs";
import type { QueueEntry } from "@/lib/support/queue/data";

export type NamedLine = { kind: "one"; entry: QueueEntry } | { kind: "group"; group: NamedGroup };

interface QueueListProps {
  lines: readonly NamedLine[];
  desk: Desk;
}

/** Whatever is visible of an entry, but not the time at which it was read. */
const versionOf = ({ row: { readAt: _, ...row }, ...entry }: QueueEntry): string => JSON.stringify({ ...entry, row });

/** After a snooze the row leaves: the keyboard goes on with the next one. */
function focusAfter(incidentId: string): void {
  const row = document.querySelector(`[data-row="${incidentId}"]`);
  const next = row?.nextElementSibling ?? row?.previousElementSibling;
  next?.querySelector<HTMLElement>("[data-row-link]")?.focus();
}

type Opened = { dialog: WorkDialog; entry: QueueEntry } | { dialog: "snooze_group"; group: NamedGroup };

/** The lines, and the dialog of one of them, which stays open if its line leaves. */
export function QueueList({ lines, desk }: QueueListProps) {
  const t = useTranslations("support.queue");
  const router = useRouter();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  function finish(entry: QueueEntry, dialog: WorkDialog): void {
    close();
    if (dialog !== "hand_over") requestAnimationFrame(() => focusAfter(entry.incidentId));
    router.refresh();
  }
  const rowOf = (entry: QueueEntry) => <QueueRow entry={entry} desk={desk} onOpen={(dialog) => setOpened({ dialog, entry })} />;
  const itemOf = (line: NamedLine) => {
    if (line.kind === "one") return { id: line.entry.incidentId, version: versionOf(line.entry), node: rowOf(line.entry) };
    const { group } = line;
    const { entries, ...header } = group;
    const node = (
      <GroupRow group={group} desk={desk} onSnooze={() => setOpened({ dialog: "snooze_group", group })}>
        {entries ? (
          <ul aria-label={group.causeName} className="divide-y divide-line border-line border-t pl-4">
            {entries.map((entry) => (
              <li key={entry.incidentId} data-row={entry.incidentId} className="relative">
                {rowOf(entry)}
              </li>
            ))}
          </ul>
        ) : null}
      </GroupRow>
    );
    return { id: group.id, version: JSON.stringify({ ...header, href: "" }), node };
  };
  return (
    <>
      <StableList kind="incidents" label={t("title")} items={lines.map(itemOf)} />
      {opened ? <OpenedDialog opened={opened} desk={desk} onClose={close} onDone={finish} /> : null}
    </>
  );
}

interface OpenedProps {
  opened: Opened;
  desk: Desk;
  onClose: () => void;
  onDone: (entry: QueueEntry, dialog: WorkDialog) => void;
}

const DIALOGS = { snooze: SnoozeDialog, hand_over: HandOverDialog, answer: AnswerDialog } as const;

function OpenedDialog({ opened, desk, onClose, onDone }: OpenedProps) {
  if (opened.dialog === "snooze_group") return <SnoozeGroupDialog group={opened.group} onClose={onClose} />;
  const { dialog, entry } = opened;
  const Shown = DIALOGS[dialog];
  return <Shown entry={entry} desk={desk} onClose={onClose} onDone={() => onDone(entry, dialog)} />;
}
