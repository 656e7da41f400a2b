import type { IntegrationRow } from "@/lib/integrations/row";

/** What a new merchant does first, in order. */
export const FIRST_STEPS = ["connect", "reachable", "import", "notifications"] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];

/** The steps that are done, by what is there. A shop counts as connected once it has a key; all connected shops must be reachable. */
export function findDoneSteps(
  rows: readonly Pick<IntegrationRow, "hasCredentials" | "check" | "lanes">[],
  notificationsChosen: boolean,
): ReadonlySet<FirstStep> {
  const connected = rows.filter(({ hasCredentials }) => hasCredentials);
  const done = new Set<FirstStep>();
  if (connected.length > 0) done.add("connect");
  if (connected.length > 0 && connected.every(({ check }) => check?.verdict === "healthy")) done.add("reachable");
  if (connected.some(({ lanes }) => lanes.orders_in.lastSuccessAt !== null)) done.add("import");
  if (notificationsChosen) done.add("notifications");
  return done;
}
