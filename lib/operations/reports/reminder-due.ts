import { afterWorkingDays } from "@/lib/base/working-days";

const REMINDER_WORKING_DAYS = 2;

interface MailedReport {
  sharedAt: Date | null;
  remindedAt: Date | null;
  testedAt: Date | null;
}

/** When the host may be reminded: two working days after our last mail or their last test; null if no mail was sent. */
export function reminderDueAt({ sharedAt, remindedAt, testedAt }: MailedReport): Date | null {
  if (sharedAt === null) return null;
  const last = Math.max(...[sharedAt, remindedAt, testedAt].map((at) => at?.getTime() ?? 0));
  return afterWorkingDays(new Date(last), REMINDER_WORKING_DAYS);
}
