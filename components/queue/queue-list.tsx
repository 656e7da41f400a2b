"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { StableList } from "@/components/live/stable-list";
import type { Desk } from "@/components/queue/desk";
import { QueueRow, type WorkDialog } from "@/components/queue/queue-row";
import { HandOverDialog, SnoozeDialog } from "@/components/queue/work-dialogs";
import type { QueueEntry } from "@/lib/support/queue/data";

interface QueueListProps {
  entries: readonly QueueEntry[];
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

/** The rows, and the dialog of one of them, which stays open if its row leaves. */
export function QueueList({ entries, desk }: QueueListProps) {
  const t = useTranslations("support.queue");
  const router = useRouter();
  const [opened, setOpened] = useState<{ dialog: WorkDialog; entry: QueueEntry } | null>(null);
  const Opened = opened?.dialog === "snooze" ? SnoozeDialog : HandOverDialog;
  function finish({ dialog, entry }: { dialog: WorkDialog; entry: QueueEntry }): void {
    setOpened(null);
    if (dialog === "snooze") requestAnimationFrame(() => focusAfter(entry.incidentId));
    router.refresh();
  }
  return (
    <>
      <StableList
        kind="incidents"
        label={t("title")}
        items={entries.map((entry) => ({
          id: entry.incidentId,
          version: versionOf(entry),
          node: <QueueRow entry={entry} desk={desk} onOpen={(dialog) => setOpened({ dialog, entry })} />,
        }))}
      />
      {opened ? <Opened entry={opened.entry} desk={desk} onClose={() => setOpened(null)} onDone={() => finish(opened)} /> : null}
    </>
  );
}
