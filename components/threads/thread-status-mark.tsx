import { useTranslations } from "next-intl";
import { StateMark } from "@/components/ui/state-mark";
import type { Tone } from "@/lib/health/lane/tone";
import type { ThreadStatus } from "@/lib/support/threads/schema";
import type { Side } from "@/lib/support/threads/thread";

const TONES: Readonly<Record<Side, Readonly<Record<ThreadStatus, Tone>>>> = {
  merchant: { open: "working", waiting: "action_needed", solved: "healthy" },
  staff: { open: "action_needed", waiting: "working", solved: "healthy" },
};

export function ThreadStatusMark({ status, reader }: { status: ThreadStatus; reader: Side }) {
  const t = useTranslations("threads.status");
  return <StateMark tone={TONES[reader][status]}>{t(`${reader}.${status}`)}</StateMark>;
}
