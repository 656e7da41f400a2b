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

/** The rows with which the keyboard goes on once that of an incident has left, nearest first: those after it, then those before it. */
function rowsAround(incidentId: string): readonly string[] {
  const rows = Array.from(document.querySelectorAll<HTMLElement>("[data-row]"), ({ dataset }) => dataset["row"] ?? "");
  const at = rows.indexOf(incidentId);
  return [...rows.slice(at + 1), ...rows.slice(0, Math.max(at, 0)).reverse()];
}

function focusFirst(rows: readonly string[]): void {
  const links = rows.map((row) => document.querySelector<HTMLElement>(`[data-row="${row}"] [data-row-link]`));
  links.find((link) => link !== null)?.focus();
}

type Opened = { dialog: WorkDialog; entry: QueueEntry; around: readonly string[] } | { dialog: "snooze_group"; group: NamedGroup };

/** The lines, and the dialog of one of them, which stays open if its line leaves. */
export function QueueList({ lines, desk }: QueueListProps) {
  const t = useTranslations("support.queue");
  const router = useRouter();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  function finish(around: readonly string[], dialog: WorkDialog): void {
    close();
    if (dialog !== "hand_over") requestAnimationFrame(() => focusFirst(around));
    router.refresh();
  }
  // The answer of the server may take the row away before the dialog closes, so its neighbors are read beforehand.
  const open = (dialog: WorkDialog, entry: QueueEntry) => setOpened({ dialog, entry, around: rowsAround(entry.incidentId) });
  const rowOf = (entry: QueueEntry) => <QueueRow entry={entry} desk={desk} onOpen={(dialog) => open(dialog, entry)} />;
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
  onDone: (around: readonly string[], dialog: WorkDialog) => void;
}

const DIALOGS = { snooze: SnoozeDialog, hand_over: HandOverDialog, answer: AnswerDialog } as const;

function OpenedDialog({ opened, desk, onClose, onDone }: OpenedProps) {
  if (opened.dialog === "snooze_group") return <SnoozeGroupDialog group={opened.group} onClose={onClose} />;
  const { dialog, entry, around } = opened;
  const Shown = DIALOGS[dialog];
  return <Shown entry={entry} desk={desk} onClose={onClose} onDone={() => onDone(around, dialog)} />;
}
