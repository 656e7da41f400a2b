import type { OverviewFacts } from "@/lib/integrations/list/list-reads";

/** Onboarding steps of a new merchant, in order. */
export const FIRST_STEPS = ["connect", "reachable", "import", "notifications"] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];

/** The completed steps. A shop counts as connected once it has a key; "reachable" requires all connected shops to be. */
export function findDoneSteps(
  { connected, healthy, imported }: Pick<OverviewFacts, "connected" | "healthy" | "imported">,
  notificationsChosen: boolean,
): ReadonlySet<FirstStep> {
  const done = new Set<FirstStep>();
  if (connected > 0) done.add("connect");
  if (connected > 0 && healthy === connected) done.add("reachable");
  if (imported > 0) done.add("import");
  if (notificationsChosen) done.add("notifications");
  return done;
}
