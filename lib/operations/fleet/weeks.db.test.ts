import { afterAll, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "@/lib/base/units";
import type { Fixer } from "@/lib/health/lane/fixer";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { countShops } from "@/lib/operations/fleet/data";
import { parseFleetFilter } from "@/lib/operations/fleet/filter";
import { countWeeks, type WeeklyCount } from "@/lib/operations/fleet/weeks";
import { connectShop } from "@/lib/testing/connect-shop";

afterAll(closeQueue);

const staff = jobPlatformScope("test");
const NETWORK = "192.0.2.0/24";

/** A shop whose cause began so many days ago, and ended so many hours later. */
async function makeShop(
  daysAgo: number,
  hours: number | null,
  { code = "ip_blocked", fixer = "hosting_provider", state = "regular" }: { code?: string; fixer?: Fixer; state?: string } = {},
): Promise<void> {
  const { scope, integrationId } = await connectShop();
  const { merchantId } = scope;
  const began = new Date(Date.now() - daysAgo * DAY_MS);
  const ended = hours === null ? null : new Date(began.getTime() + hours * HOUR_MS);
  const cause = { code, blocker: "wordfence", fixer, firstSeenAt: began.toISOString(), clearedAt: ended?.toISOString() ?? null };
  await inPlatform(async (tx) => {
    await tx.incident.create({ data: { merchantId, integrationId, openedAt: began, closedAt: ended, facts: { causes: [cause] } } });
    await tx.fleetFact.create({ data: { merchantId, integrationId, shopSystem: "woocommerce", network: NETWORK, checkedAt: began } });
    await tx.lane.updateMany({ where: { integrationId, lane: "orders_in" }, data: { state } });
  });
}

test("this week stands beside last week, with the median, who can fix it, and lists as long as the numbers say", async () => {
  expect(await countWeeks(staff)).toEqual([]);
  await makeShop(3, 2);
  await makeShop(2, null, { fixer: "merchant" });
  await makeShop(9, 4);
  await makeShop(9, 6);
  await makeShop(12, null, { code: "slow", fixer: "itself" });
  await makeShop(30, 5);
  await makeShop(2, 5, { state: "paused" });
  const counts = await countWeeks(staff);
  const find = (dimension: WeeklyCount["dimension"], value: string) =>
    counts.find((one) => one.dimension === dimension && one.value === value);
  expect(find("cause", "ip_blocked")).toEqual({
    dimension: "cause",
    value: "ip_blocked",
    thisWeek: 2,
    lastWeek: 2,
    medianMs: 4 * HOUR_MS,
    fixers: ["merchant", "hosting_provider"],
  });
  expect(find("cause", "slow")).toMatchObject({ thisWeek: 1, lastWeek: 1, medianMs: null, fixers: ["itself"] });
  expect(find("blocker", "wordfence")).toMatchObject({ thisWeek: 3, lastWeek: 3 });
  expect(find("network", NETWORK)).toMatchObject({ thisWeek: 3, lastWeek: 3 });
  for (const { dimension, value, thisWeek, lastWeek } of counts) {
    const listed = (week: string) => countShops(staff, parseFleetFilter({ [dimension]: value, week }));
    expect([await listed("this"), await listed("last")], `${dimension} ${value}`).toEqual([thisWeek, lastWeek]);
  }
});
