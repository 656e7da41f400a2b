import { z } from "zod";
import { openAnswer } from "@/lib/incidents/describe-incident";
import { isOpenCause } from "@/lib/incidents/effects";
import type { Incident } from "@/lib/incidents/incident";

const personSchema = z.object({ personId: z.string(), name: z.string() });
export type StaffMember = z.infer<typeof personSchema>;

/** What staff do about an incident; plain, for pages. */
export const workSchema = z.object({
  /** Counts the changes; 0 before the first. */
  version: z.int(),
  assignee: personSchema.nullable(),
  snoozedAt: z.coerce.date().nullable(),
  snoozedUntil: z.coerce.date().nullable(),
  snoozeReason: z.string().nullable(),
  handoverNote: z.string().nullable(),
  noteBy: personSchema.nullable().catch(null),
  changedBy: personSchema.nullable().catch(null),
  changedAt: z.coerce.date().nullable(),
});
export type Work = z.infer<typeof workSchema>;

export const NO_WORK: Work = {
  version: 0,
  assignee: null,
  snoozedAt: null,
  snoozedUntil: null,
  snoozeReason: null,
  handoverNote: null,
  noteBy: null,
  changedBy: null,
  changedAt: null,
};

/** What may have happened since a snooze began. */
interface Happened {
  incident: Pick<Incident, "asked">;
  /** Since when the shop suffers as it does now. */
  since: Date;
  /** The merchant's newest unsolved message to support. */
  askedAt: Date | null;
}

/** Whether the incident waits. What no one could know when it was put off ends the wait early. */
export function isSnoozed({ snoozedAt, snoozedUntil }: Work, { incident, since, askedAt }: Happened, now: Date): boolean {
  if (!snoozedAt || !snoozedUntil || snoozedUntil <= now) return false;
  return ![since, askedAt, incident.asked?.answer?.at].some((at) => at && at > snoozedAt);
}

const latest = (...times: readonly (Date | null | undefined)[]): Date => new Date(Math.max(...times.map((at) => at?.getTime() ?? 0)));

/** Since when nothing but the hosting provider's work is missing; null unless it was asked about what is still refused. */
export function waitsOnHostSince({ asked, causes }: Pick<Incident, "asked" | "causes">): Date | null {
  if (!asked || asked.passedAt || openAnswer(asked)) return null;
  if (!causes.some((cause) => isOpenCause(cause) && asked.causes.includes(cause.code))) return null;
  return latest(asked.at, asked.remindedAt, asked.answer?.at, asked.answer?.repliedAt);
}
