import type { EndingNear } from "@/lib/health/endings/events";
import type { Transaction } from "@/lib/infra/db";
import { note } from "@/lib/notify/note";

/** Records that something of a shop ends soon: once for each step, apart from outages. */
export const noteEnding = (tx: Transaction, { scope, integrationId, ending }: EndingNear): Promise<void> =>
  note(tx, scope, {
    kind: "ending_soon",
    integrationId,
    params: { what: ending.kind, endsAt: ending.endsAt.toISOString(), version: ending.details.version ?? "" },
  });
