import { checkResultSchema } from "@/lib/check/result";
import { tlsSeenSchema } from "@/lib/connectors/net/read-certificates";
import { toShopSystem } from "@/lib/connectors/shop-systems";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readActor } from "@/lib/identity/accounts/actor";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { listIncidents } from "@/lib/incidents/data";
import { maskData, stripResult } from "@/lib/operations/evidence/strip-check";
import { stripAddress } from "@/lib/operations/reports/strip";
import { listTransitions } from "@/lib/sync/data";
import { listRunViews } from "@/lib/sync/past-runs/run-reads";

const CHECKS = 20;
const RUNS = 30;
const MOVES = 100;

/**
 * Data for diagnosing a shop: newest check with matrix and pairs, certificates, versions, history, runs. No orders, parcels, credentials or
 * names. Plain data; null for unknown and foreign ids.
 */
export async function readEvidence(scope: MerchantScope, integrationId: string, now: Date): Promise<Record<string, unknown> | null> {
  const { merchantId } = scope;
  const own = await readMerchant(scope, async (reader) => {
    const { tx } = reader;
    const integration = await tx.integration.findUnique({
      where: { merchantId_id: { merchantId, id: integrationId } },
      select: {
        shopSystem: true,
        baseUrl: true,
        serverSoftware: true,
        shopSystemVersion: true,
        createdAt: true,
        lanes: true,
        clockSkewMs: true,
      },
    });
    if (!integration) return null;
    const checks = await tx.reachabilityCheck.findMany({
      where: { merchantId, integrationId },
      orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
      take: CHECKS,
      omit: { leaseOwner: true, leaseUntil: true, merchantId: true, integrationId: true },
    });
    const runs = await listRunViews(reader, integrationId, RUNS);
    const moves = await listTransitions(reader, integrationId, { limit: MOVES });
    return { integration, checks, runs, moves };
  });
  if (!own) return null;
  const { integration, checks, runs, moves } = own;
  const { open, closed } = await listIncidents(scope, { integrationId, now });
  const shopSystem = toShopSystem(integration.shopSystem);
  const results = checks.map((check) => ({
    check,
    result: checkResultSchema.safeParse(check.result),
    tls: tlsSeenSchema.safeParse(check.tlsSeen),
  }));
  const newest = results.find(({ result }) => result.success);
  return maskData({
    schema: 1,
    madeAt: now,
    shop: {
      address: stripAddress(integration.baseUrl),
      shopSystem: integration.shopSystem,
      shopSystemVersion: integration.shopSystemVersion,
      serverSoftware: integration.serverSoftware,
      clockSkewMs: integration.clockSkewMs,
      connectedAt: integration.createdAt,
    },
    lanes: integration.lanes.map(({ merchantId: _, integrationId: __, reasonParams, ...lane }) => ({
      ...lane,
      reasonParams: withoutNames(reasonParams),
    })),
    newestCheck: newest?.result.success ? { at: newest.check.finishedAt, ...stripResult(newest.result.data, shopSystem) } : null,
    certificates: results.find(({ tls }) => tls.success)?.tls.data ?? null,
    checks: results.map(({ check, result }) => ({
      requestedAt: check.requestedAt,
      finishedAt: check.finishedAt,
      trigger: check.trigger,
      requestedBy: readActor(check.requestedBy).kind,
      status: check.status,
      verdict: check.verdict,
      causes: check.causeCodes,
      failure: check.failure,
      server: result.success ? { software: result.data.server.software, version: result.data.server.version } : null,
    })),
    laneChanges: moves.map(({ lane, from, to, reason, actor, at }) => ({
      at,
      lane,
      from,
      to,
      reason: withoutNames(reason),
      by: actor.kind,
    })),
    incidents: [...open, ...closed].map(({ openedAt, closedAt, cameBack, spans, causes, late }) => ({
      openedAt,
      closedAt,
      cameBack,
      effects: spans.map(({ reason, ...span }) => ({ ...span, reason: withoutNames(reason) })),
      causes,
      ordersLate: late.orders_in,
      parcelsLate: late.tracking_out,
    })),
    runs: runs.map(({ id: _, integrationId: __, requestedBy, readAt: ___, ...run }) => ({
      ...run,
      requestedBy: requestedBy === null ? "job" : "person",
    })),
  }) as Record<string, unknown>;
}

/** Removes the names of people who paused a lane or announced maintenance. */
function withoutNames(reason: unknown): unknown {
  if (typeof reason !== "object" || reason === null) return reason;
  return Object.fromEntries(Object.entries(reason).filter(([name]) => name !== "by"));
}
