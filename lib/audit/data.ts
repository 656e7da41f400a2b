import type { MerchantScope } from "@/lib/accounts/access";
import { type Actor, actorSchema } from "@/lib/accounts/actor";
import { inMerchant } from "@/lib/system/db";

/** One thing that somebody did. The page finds its words under `audit.action.<action>`. */
export interface AuditEntry {
  id: string;
  integrationId: string | null;
  actor: Actor;
  action: string;
  details: Record<string, unknown>;
  at: Date;
}

export interface AuditQuery {
  /** Null for the whole merchant. */
  integrationId: string | null;
  limit?: number;
  /** Only what happened before: the `at` of the last entry of the page before. */
  before?: Date;
}

/** Who did what, newest first; empty for unknown and foreign ids. */
export async function listAuditEntries(scope: MerchantScope, query: AuditQuery): Promise<AuditEntry[]> {
  const { merchantId } = scope;
  const rows = await inMerchant(merchantId, (tx) =>
    tx.auditEvent.findMany({
      where: {
        merchantId,
        ...(query.integrationId === null ? {} : { integrationId: query.integrationId }),
        ...(query.before ? { at: { lt: query.before } } : {}),
      },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: query.limit ?? 50,
    }),
  );
  return rows.map((row) => {
    const actor = actorSchema.safeParse(row.actor);
    return {
      id: row.id,
      integrationId: row.integrationId,
      actor: actor.success ? actor.data : { kind: "job", job: "unknown" },
      action: row.action,
      details: typeof row.details === "object" && row.details !== null && !Array.isArray(row.details) ? row.details : {},
      at: row.at,
    };
  });
}
