import { afterAll, afterEach, describe, expect, it } from "vitest";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { findIntegrationSettings } from "@/lib/integrations/data";
import { readCoverage } from "@/lib/sync/coverage-reads";
import { countClaim } from "@/lib/sync/past-runs/count-claim";
import { recentOrders, refreshNow, type SyncedShop, startSyncedShop, syncOnSchedule } from "@/lib/testing/sync-shop";

const shops: SyncedShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

async function openShop(): Promise<SyncedShop> {
  const connected = await startSyncedShop(recentOrders(12));
  shops.push(connected);
  return connected;
}

const coverageOf = ({ scope, integrationId }: SyncedShop) => readCoverage(scope, integrationId);

describe("what a page says after a count check", () => {
  it("never counts a quarantined order as one that is here", async () => {
    const connected = await openShop();
    connected.shop.setBehaviour({ damagedOrders: { 1003: "text_total", 1005: "no_dates" } });
    const run = await refreshNow(connected);
    expect(run).toMatchObject({ status: "succeeded", created: 10, shopCount: 12 });
    expect(countClaim(run)).toMatchObject({ shop: 12, ours: 10, unreadable: 2, isComplete: false });
    const routine = await syncOnSchedule(connected);
    expect(countClaim(routine)).toMatchObject({ shop: 12, ours: 10, unreadable: 2, isComplete: false });
    expect(await coverageOf(connected)).toMatchObject({ unreadable: 2 });
    const settings = await findIntegrationSettings(connected.scope, connected.integrationId);
    expect(settings?.lastCountCheck).toMatchObject({ shopCount: 12, ourUnreadable: 2 });

    connected.shop.setBehaviour({});
    expect(countClaim(await refreshNow(connected))).toMatchObject({ shop: 12, ours: 12, isComplete: true });
    expect(await coverageOf(connected)).toMatchObject({ unreadable: 0 });
  });

  it("does not say that orders are here that the shop counts but does not list", async () => {
    const connected = await openShop();
    connected.shop.setBehaviour({ unlisted: [1003, 1005] });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded", created: 10, shopCount: 12, unlisted: 2 });
    expect(await coverageOf(connected)).toMatchObject({ gaps: [], unlisted: 2 });
    connected.shop.setBehaviour({});
    expect(await refreshNow(connected)).toMatchObject({ created: 2 });
    expect(await coverageOf(connected)).toMatchObject({ unlisted: 0 });
  });

  it("names no moment of the future if the shop's clock is ahead", async () => {
    const connected = await openShop();
    connected.shop.setBehaviour({ clockSkewMs: 20 * 60_000 });
    expect(await refreshNow(connected)).toMatchObject({ status: "succeeded" });
    const coverage = await coverageOf(connected);
    expect(coverage?.to.getTime()).toBeLessThanOrEqual(Date.now());
  });
});
