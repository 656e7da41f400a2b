import { z } from "zod";
import { latestCheck } from "@/lib/check/data";
import { PLATFORMS } from "@/lib/connectors/platforms";
import { LANES } from "@/lib/health/lane-name";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { maskText } from "@/lib/identity/audit/mask-secrets";
import { findIntegrationRow, findIntegrationSettings } from "@/lib/integrations/data";
import { snapshotSchema, takeSnapshot } from "@/lib/operations/reports/snapshot";
import { stripAddress } from "@/lib/operations/reports/strip";
import { listRunViews } from "@/lib/sync/past-runs/run-reads";

// What goes with a question to support, so that the user does not have to describe it: how the shop stood when it was asked. Chosen field by field; no
// order, no person, no secret, no body of an answer.

const instant = z.iso.datetime();

export const evidenceSchema = z.object({
  schema: z.literal(1),
  takenAt: instant,
  shop: z.object({
    name: z.string(),
    address: z.string(),
    platform: z.enum(PLATFORMS),
    server: z.string().nullable(),
    version: z.string().nullable(),
    orders: z.number(),
    parcelsWaiting: z.number(),
    missedOrders: z.number().nullable(),
  }),
  lanes: z.array(
    z.object({ lane: z.enum(LANES), state: z.string(), since: instant, reason: z.string(), lastSuccessAt: instant.nullable() }),
  ),
  /** The causes of the newest check with their proof; null where no check has ended yet. */
  check: snapshotSchema.nullable(),
  /** The newest runs, and the one that is asked about. */
  runs: z.array(
    z.object({
      id: z.string(),
      trigger: z.string(),
      status: z.string(),
      requestedAt: instant,
      failure: z.string().nullable(),
      failureStatus: z.number().nullable(),
      fetched: z.number(),
      shopCount: z.number().nullable(),
      ourCount: z.number().nullable(),
    }),
  ),
});
export type Evidence = z.infer<typeof evidenceSchema>;

const RUNS_KEPT = 5;
/** Far enough back for the run in question. */
const RUNS_SOUGHT = 50;

/** How the shop stands now, masked; null for unknown and foreign ids. `runId` names a run that must be in it. */
export async function takeEvidence(scope: MerchantScope, integrationId: string, runId: string | null): Promise<Evidence | null> {
  const [row, settings, check, runs] = await Promise.all([
    findIntegrationRow(scope, integrationId),
    findIntegrationSettings(scope, integrationId),
    latestCheck(scope, integrationId),
    listRunViews(scope, integrationId, RUNS_SOUGHT),
  ]);
  if (!row || !settings) return null;
  const result = check?.result ?? null;
  return masked({
    schema: 1,
    takenAt: new Date().toISOString(),
    shop: {
      name: row.name,
      address: stripAddress(row.baseUrl),
      platform: row.platform,
      server: settings.serverSoftware,
      version: settings.platformVersion,
      orders: settings.orders,
      parcelsWaiting: row.effect.parcels,
      missedOrders: row.effect.missedOrders,
    },
    lanes: LANES.map((lane) => {
      const { state, since, reason, lastSuccessAt } = row.lanes[lane];
      return { lane, state, since, reason: reason.code, lastSuccessAt };
    }),
    check: result && takeSnapshot(result, [...result.causes.keys()]),
    runs: runs
      .filter((run, index) => index < RUNS_KEPT || run.id === runId)
      .map(({ id, trigger, status, requestedAt, failure, failureStatus, fetched, shopCount, ourCount }) => ({
        ...{ id, trigger, status, requestedAt, failure, failureStatus, fetched, shopCount, ourCount },
      })),
  });
}

/** The second wall behind the choice of fields: whatever a shop wrote into a name or an answer, no text keeps the shape of a secret. */
const masked = (evidence: Evidence): Evidence =>
  JSON.parse(JSON.stringify(evidence), (_, value: unknown) => (typeof value === "string" ? maskText(value) : value)) as Evidence;
