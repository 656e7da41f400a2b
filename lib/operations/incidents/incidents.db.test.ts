import { afterAll, describe, expect, it } from "vitest";
import { HOUR_MS } from "@/lib/base/units";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import type { LaneEvent } from "@/lib/health/lane/lane";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { ENDED_PER_PAGE, listIncidents } from "@/lib/operations/incidents/data";
import { printIncidents } from "@/lib/operations/incidents/print-incidents";
import { createReport } from "@/lib/operations/reports/mutations";
import { recordShipments } from "@/lib/orders/tracking/outbox/mutations";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { sampleResult } from "@/lib/testing/report-sample";

afterAll(closeQueue);

const NOW = new Date();
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR_MS);

const applyEvent = ({ scope, integrationId }: ConnectedShop, lane: "orders_in" | "tracking_out", event: LaneEvent, now: Date) =>
  inMerchant(scope.merchantId, (tx) => applyLaneEvent(tx, scope, { integrationId, lane, event, now }));

const blocked: LaneEvent = {
  kind: "check_found",
  stops: true,
  needsPerson: true,
  reason: {
    code: "causes_found",
    checkId: "c",
    cause: "method_blocked",
    others: 0,
    methods: ["PATCH"],
    userAgents: [],
    addresses: [],
    blocker: null,
    fixer: "hosting_provider",
  },
};

async function placeOrder({ scope, integrationId }: ConnectedShop, number: string, placedAt: Date): Promise<void> {
  const { merchantId } = scope;
  await inMerchant(merchantId, (tx) =>
    tx.shopOrder.create({
      data: {
        merchantId,
        integrationId,
        externalId: number,
        number,
        status: "processing",
        currency: "EUR",
        total: "10",
        placedAt,
        modifiedAt: placedAt,
        raw: {},
        rawHash: new Uint8Array(32),
      },
    }),
  );
}

async function storeCheck({ scope, integrationId }: ConnectedShop, requestedAt: Date, version: string, verdict: "healthy" | "degraded") {
  const { merchantId } = scope;
  const result = sampleResult({ server: { software: "nginx", version, evidence: [] }, verdict });
  return inMerchant(merchantId, (tx) =>
    tx.reachabilityCheck.create({
      data: { merchantId, integrationId, trigger: "manual", status: "done", verdict, requestedBy: {}, requestedAt, result },
      select: { id: true },
    }),
  );
}

/** A notification about the lane, and the status of its mail to Ada. */
async function addNotification({ scope, integrationId }: ConnectedShop, at: Date, status: "sent" | "dropped"): Promise<void> {
  const { merchantId, actor } = scope;
  await inMerchant(merchantId, async (tx) => {
    const { id } = await tx.notification.create({ data: { merchantId, integrationId, kind: "needs_you", lane: "orders_in", at } });
    const personId = actor.kind === "member" ? actor.personId : null;
    await tx.notificationDelivery.create({ data: { merchantId, personId, notificationIds: [id], status, dueAt: at } });
  });
}

describe("incidents of a merchant", () => {
  it("report the orders placed in the meantime, the actions taken, and the change of server software", async () => {
    const shop = await connectShop();
    const { scope, integrationId } = shop;
    const check = await storeCheck(shop, ago(11), "1.26.2", "degraded");
    // Orders of the incident count from the previous import on, since later ones arrived late as well.
    await inMerchant(scope.merchantId, (tx) =>
      tx.syncRun.create({
        data: {
          merchantId: scope.merchantId,
          integrationId,
          trigger: "schedule",
          status: "succeeded",
          requestedBy: {},
          requestedAt: ago(10.5),
        },
      }),
    );
    await applyEvent(shop, "orders_in", blocked, ago(10));
    for (const [number, hours] of [
      ["0", 12],
      ["1", 10.2],
      ["2", 9],
      ["3", 5],
      ["4", 1],
    ] as const)
      await placeOrder(shop, number, ago(hours));
    await createReport(scope, { integrationId, checkId: check.id, causeIndexes: [0], locale: "en", shownName: "", days: 7 });
    await inMerchant(scope.merchantId, async (tx) => {
      // The audit log is append-only, so an earlier action needs its own row.
      await tx.auditEvent.create({
        data: { merchantId: scope.merchantId, integrationId, actor: scope.actor, action: "host_report_mailed", at: ago(8) },
      });
    });
    await applyEvent(shop, "orders_in", { kind: "run_succeeded" }, ago(4));
    await addNotification(shop, ago(9.9), "sent");
    await addNotification(shop, ago(9.9), "dropped");
    await addNotification(shop, ago(2), "sent");
    await storeCheck(shop, ago(3), "1.26.3", "healthy");
    const { ended, endedCount } = await listIncidents(scope, { integrationId, now: NOW });
    expect(endedCount).toBe(1);
    expect(ended).toMatchObject([
      {
        shop: "Bloemen",
        lane: "orders_in",
        state: "action_needed",
        end: "mended",
        beganAt: ago(10),
        endedAt: ago(4),
        affected: 3,
        notified: { people: ["Ada"], formerPeople: 0, channels: [] },
        acts: [{ action: "host_report_mailed", by: "Ada", at: ago(8) }],
        serverChange: { before: "nginx 1.26.2", after: "nginx 1.26.3" },
      },
    ]);
  });

  it("count the waiting parcels while open", async () => {
    const shop = await connectShop();
    const { scope, integrationId } = shop;
    await placeOrder(shop, "77", ago(20));
    await applyEvent(shop, "tracking_out", blocked, ago(1));
    const parcel = { order: "77", carrier: "dhl", trackingNumber: "JJD1", trackingUrl: null };
    await recordShipments(scope, { integrationId, source: "form", shipments: [parcel] });
    const { open } = await listIncidents(scope, { integrationId: null, now: new Date(Date.now() + 60_000) });
    expect(open).toMatchObject([{ lane: "tracking_out", endedAt: null, affected: 1, serverChange: null }]);
  });

  it("list every open one, however many have ended since, and paginate the ended ones", async () => {
    const { scope, integrationId } = await connectShop();
    const { merchantId } = scope;
    const move = (lane: string, toState: string, at: Date) => {
      const fromState = toState === "regular" ? "action_needed" : "regular";
      return { merchantId, integrationId, lane, fromState, toState, reason: "none", reasonParams: {}, actor: { kind: "job" }, at };
    };
    const many = 2 * ENDED_PER_PAGE + 5;
    const endedMoves = Array.from({ length: many }, (_, index) => [
      move("orders_in", "action_needed", ago(many - index + 0.5)),
      move("orders_in", "regular", ago(many - index)),
    ]).flat();
    await inMerchant(merchantId, (tx) =>
      tx.laneTransition.createMany({ data: [move("tracking_out", "action_needed", ago(many + 10)), ...endedMoves] }),
    );
    const first = await listIncidents(scope, { integrationId: null, now: NOW });
    expect(first).toMatchObject({ endedCount: many, page: 1, pages: 3 });
    expect(first.open).toMatchObject([{ lane: "tracking_out", endedAt: null }]);
    expect(first.ended).toHaveLength(ENDED_PER_PAGE);
    expect(first.ended[0]?.endedAt).toEqual(ago(1));
    const last = await listIncidents(scope, { integrationId: null, now: NOW, page: 9 });
    expect(last).toMatchObject({ page: 3, open: [{ lane: "tracking_out" }] });
    expect(last.ended.map(({ endedAt }) => endedAt)).toEqual([5, 4, 3, 2, 1].map((index) => ago(many - 5 + index)).reverse());

    // A period includes incidents that overlap it, even open ones, and the file has one line for each.
    const during = { from: ago(3.2), to: ago(0.9) };
    const some = await listIncidents(scope, { integrationId: null, now: NOW, during });
    expect(some.ended.map(({ endedAt }) => endedAt)).toEqual([ago(1), ago(2), ago(3)]);
    expect(some.open).toHaveLength(1);
    const lines = [...printIncidents([...some.open, ...some.ended])].join("").trim().split("\r\n");
    expect(lines).toHaveLength(5);
    expect(lines[2]).toContain(`orders_in,action_needed,${ago(1.5).toISOString()},${ago(1).toISOString()},`);
  });
});
