import { useTranslations } from "next-intl";
import { StateMark } from "@/components/ui/state-mark";
import type { VisualTone } from "@/components/ui/tone";
import type { ThreadStatus } from "@/lib/support/threads/schema";
import type { Side } from "@/lib/support/threads/thread";

const TONES: Readonly<Record<Side, Readonly<Record<ThreadStatus, VisualTone>>>> = {
  merchant: { open: "working", waiting: "needs_you", solved: "in_order" },
  staff: { open: "needs_you", waiting: "working", solved: "in_order" },
};

/** Whose turn it is, from the reader's side. */
export function ThreadStatusMark({ status, reader }: { status: ThreadStatus; reader: Side }) {
  const t = useTranslations("threads.status");
  return <StateMark tone={TONES[reader][status]}>{t(`${reader}.${status}`)}</StateMark>;
}
