import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/base/units";
import { env } from "@/lib/infra/env";

const before = (now: Date, milliseconds: number): Date => new Date(now.getTime() - milliseconds);

export function sessionEnd({ isStaff }: { isStaff: boolean }, now: Date): Date {
  const { SESSION_DAYS, STAFF_SESSION_HOURS } = env();
  return before(now, isStaff ? -STAFF_SESSION_HOURS * HOUR_MS : -SESSION_DAYS * DAY_MS);
}

/** Sessions last used before these instants have ended. */
export function idleSince(now: Date): { members: Date; staff: Date } {
  const { SESSION_IDLE_DAYS, STAFF_SESSION_IDLE_MINUTES } = env();
  return { members: before(now, SESSION_IDLE_DAYS * DAY_MS), staff: before(now, STAFF_SESSION_IDLE_MINUTES * MINUTE_MS) };
}

/** Staff sessions started before this instant have ended, even if the person became staff later. */
export const staffSince = (now: Date): Date => before(now, env().STAFF_SESSION_HOURS * HOUR_MS);

/** Whether staff have no rights of staff until they have set up a second factor; those of an issuer have theirs there. */
export const staffNeedFactor = (now: Date): boolean => now >= env().STAFF_SECOND_FACTOR_FROM;

export const PROOF_MS = 10 * MINUTE_MS;

/** Whether the person proved who they are a short while ago, by signing in or again (proof.ts). */
export const isProven = ({ provenAt }: { provenAt: Date }, now: Date): boolean => now.getTime() - provenAt.getTime() < PROOF_MS;
