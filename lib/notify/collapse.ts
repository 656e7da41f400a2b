import type { NotificationKind } from "@/lib/notify/kinds";

export interface CollectedNote {
  id: string;
  kind: NotificationKind;
  integrationId: string | null;
  lane: string | null;
  at: Date;
}

const OPENS: readonly NotificationKind[] = ["needs_you", "off_soon", "switched_off"];

/**
 * What is left to tell of the notes that collected, oldest first: trouble that began and ended before the message left is told nobody, and
 * of several troubles of one lane only the newest. Pure.
 */
export function collapse<Collected extends CollectedNote>(notes: readonly Collected[]): Collected[] {
  const kept: Collected[] = [];
  for (const one of [...notes].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const sameLane = (other: Collected): boolean =>
      one.integrationId !== null && other.integrationId === one.integrationId && other.lane === one.lane && OPENS.includes(other.kind);
    const open = kept.findIndex(sameLane);
    if (open >= 0 && (one.kind === "recovered" || OPENS.includes(one.kind))) kept.splice(open, 1);
    if (one.kind === "recovered" && open >= 0) continue;
    kept.push(one);
  }
  return kept;
}
