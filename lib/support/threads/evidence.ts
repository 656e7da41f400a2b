import { z } from "zod";
import { maskText } from "@/lib/base/mask-secrets";
import { latestCheck } from "@/lib/check/data";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { LANES } from "@/lib/health/lane/lane-name";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { findIntegrationRow, findIntegrationSettings } from "@/lib/integrations/data";
import { snapshotSchema, takeSnapshot } from "@/lib/operations/reports/snapshot";
import { stripAddress } from "@/lib/operations/reports/strip";
import { countClaim } from "@/lib/sync/past-runs/count-claim";
import { listRunViews } from "@/lib/sync/past-runs/run-reads";

// Attached to a question so that the user need not describe it: the shop's state when asking. Fields are selected explicitly; no orders,
// people, secrets or response bodies.

const instant = z.iso.datetime();

export const evidenceSchema = z.object({
  schema: z.literal(1),
  takenAt: instant,
  shop: z.object({
    name: z.string(),
    address: z.string(),
    shopSystem: z.enum(SHOP_SYSTEMS),
    server: z.string().nullable(),
    version: z.string().nullable(),
    orders: z.number(),
    parcelsWaiting: z.number(),
    missedOrders: z.number().nullable(),
  }),
  lanes: z.array(
    z.object({ lane: z.enum(LANES), state: z.string(), since: instant, reason: z.string(), lastSuccessAt: instant.nullable() }),
  ),
  /** The causes of the newest check with their proof; null before the first check ended. */
  check: snapshotSchema.nullable(),
  /** The newest runs, and the one that the question is about. */
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
/** Far enough back to include the run in question. */
const MAX_RUNS = 50;

/** The shop's current state, masked; null for unknown and foreign ids. `runId`: a run that must be included. */
export async function takeEvidence(scope: MerchantScope, integrationId: string, runId: string | null): Promise<Evidence | null> {
  const [row, settings, check, runs] = await Promise.all([
    findIntegrationRow(scope, integrationId),
    findIntegrationSettings(scope, integrationId),
    latestCheck(scope, integrationId),
    listRunViews(scope, integrationId, MAX_RUNS),
  ]);
  if (!row || !settings) return null;
  const result = check?.result ?? null;
  return masked({
    schema: 1,
    takenAt: new Date().toISOString(),
    shop: {
      name: row.name,
      address: stripAddress(row.baseUrl),
      shopSystem: row.shopSystem,
      server: settings.serverSoftware,
      version: settings.shopSystemVersion,
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
      .map((run) => {
        const { id, trigger, status, requestedAt, failure, failureStatus, fetched, shopCount } = run;
        const ourCount = countClaim(run)?.ours ?? null;
        return { id, trigger, status, requestedAt, failure, failureStatus, fetched, shopCount, ourCount };
      }),
  });
}

/** Second safeguard after the selection of fields: masks anything that looks like a secret in names and responses of the shop. */
const masked = (evidence: Evidence): Evidence =>
  JSON.parse(JSON.stringify(evidence), (_, value: unknown) => (typeof value === "string" ? maskText(value) : value)) as Evidence;
